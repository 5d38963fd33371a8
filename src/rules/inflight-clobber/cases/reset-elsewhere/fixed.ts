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

/** It can be taken up again after a stop. */
export class Follows {
  private isStopped = false;
  private page: Promise<string> | undefined;

  follow(url: string): Promise<string> {
    if (this.isStopped) return Promise.reject(new Error('It was stopped.'));
    if (this.page) return this.page;
    const task = fetch(url)
      .then((response) => response.text())
      .finally(() => {
        if (this.page === task) this.page = undefined;
      });
    this.page = task;
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
