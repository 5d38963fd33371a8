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

/** It can be taken up again after a stop. */
export class Follows {
  private isStopped = false;
  private page: Promise<string> | undefined;

  follow(url: string): Promise<string> {
    if (this.isStopped) return Promise.reject(new Error('It was stopped.'));
    if (this.page) return this.page;
    this.page = fetch(url)
      .then((response) => response.text())
      .finally(() => {
        this.page = undefined;
        // <- RG315 `this.page` may hold a newer task's promise
      });
    return this.page;
  }

  stop(): void {
    this.isStopped = true;
    this.page = undefined;
  }

  takeUp(): void {
    this.isStopped = false;
  }
}
