interface Settings {
  readonly theme: string;
}

declare function readSettings(done: (settings: Settings) => void): void;

/** The promise has its type from the field that it is put into. */
export class Profile {
  private loading: Promise<Settings> | undefined;
  saved: Settings | undefined;

  forget(): void {
    this.saved = undefined;
    this.loading = undefined;
  }

  async load(): Promise<Settings> {
    if (this.saved) return this.saved;
    if (this.loading) return this.loading;
    this.loading = new Promise((resolve) => {
      readSettings(resolve);
    });
    this.saved = await this.loading;
    this.loading = undefined;
//  ^^^^^^^^^^^^^^^^^^^^^^^^ RG315 `this.loading` may hold a newer task's promise when this one ends
    return this.saved;
  }
}
