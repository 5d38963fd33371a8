/** Begun once, and never looked at again. */
export class Loop {
  private loop: Promise<void> | undefined;

  start(url: string): void {
    if (!this.loop) this.loop = this.run(url);
    //              ^^^^^^^^^^^^^^^^^^^^^^^^^ RG311 `this.loop` keeps a promise that nobody awaits
  }

  private async run(url: string): Promise<void> {
    const response = await fetch(url);
    await response.text();
  }
}
