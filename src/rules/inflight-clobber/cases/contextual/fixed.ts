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
    const task = this.loading;
    this.saved = await this.loading;
    if (this.loading === task) this.loading = undefined;
    return this.saved;
  }
}
