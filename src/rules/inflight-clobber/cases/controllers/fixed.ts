import { TaskRegistry } from '@raceguard/runtime';

type Request = { readonly panel: string; readonly url: string };

declare const source: { on(name: 'request', listener: (request: Request) => void): void };
declare function answer(request: Request, signal: AbortSignal): Promise<void>;
const log = (error: unknown) => console.error(error);

/** Let go of, with its failures handled. */
export class Answers {
  readonly #running = new TaskRegistry();

  constructor() {
    source.on('request', (request) => this.start(request));
  }

  get size(): number {
    return this.#running.size;
  }

  start(request: Request): void {
    this.cancel(request.panel, 'replaced');
    void this.#running.track((signal) => answer(request, signal)
      .catch(log), { id: request.panel, onDuplicate: 'replace' });
  }

  cancel(panel: string, reason: string): boolean {
    if (!this.#running.has(panel)) return false;
    this.#running.cancel(panel, reason);
    return true;
  }
}

/** With a `catch` of its own, under an object as a key. */
export class Previews {
  private readonly previews = new TaskRegistry<Request>();

  async show(request: Request): Promise<void> {
    this.previews.cancel(request);
    await this.previews.track(async (signal) => {
      try {
        await answer(request, signal);
      } catch (error) {
        if (!signal.aborted) log(error);
      }
    }, { id: request, onDuplicate: 'replace' });
  }
}
