type Tail = { readonly controller: AbortController; readonly ended: Promise<void> };

const log = (error: unknown) => console.error(error);

/** The tail of a stream is held as long as somebody follows it. */
export class Tails {
  private readonly tails = new Map<string, Tail>();

  follow(stream: string): void {
    if (this.tails.has(stream)) return;
    const controller = new AbortController();
    const ended = this.#read(stream, controller.signal)
      .catch(log)
      .finally(() => {
        if (this.tails.get(stream) === entry) this.tails.delete(stream);
      });
    const entry = { controller, ended };
    this.tails.set(stream, entry);
  }

  unfollow(stream: string): void {
    this.tails.get(stream)?.controller.abort();
    this.tails.delete(stream);
  }

  async #read(stream: string, signal: AbortSignal): Promise<void> {
    await fetch(stream, { signal });
  }
}
