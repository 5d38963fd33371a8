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
        this.tails.delete(stream);
        // <- RG315 `this.tails[stream]` may hold a newer task's controller
      });
    this.tails.set(stream, { controller, ended });
  }

  unfollow(stream: string): void {
    this.tails.get(stream)?.controller.abort();
    this.tails.delete(stream);
  }

  async #read(stream: string, signal: AbortSignal): Promise<void> {
    await fetch(stream, { signal });
  }
}
