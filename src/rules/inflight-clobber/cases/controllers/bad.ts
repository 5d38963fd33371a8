type Request = { readonly panel: string; readonly url: string };

declare const source: { on(name: 'request', listener: (request: Request) => void): void };
declare function answer(request: Request, signal: AbortSignal): Promise<void>;
const log = (error: unknown) => console.error(error);

/** Let go of, with its failures handled. */
export class Answers {
  readonly #running: Map<string, AbortController> = new Map();

  constructor() {
    source.on('request', (request) => this.start(request));
  }

  get size(): number {
    return this.#running.size;
  }

  start(request: Request): void {
    this.cancel(request.panel, 'replaced');
    const controller = new AbortController();
    this.#running.set(request.panel, controller);
    void answer(request, controller.signal)
      .catch(log)
      .finally(() => {
        this.#running.delete(request.panel);
        // <- RG315 `this.#running[request.panel]` may hold a newer task's controller
      });
  }

  cancel(panel: string, reason: string): boolean {
    if (!this.#running.has(panel)) return false;
    this.#running.get(panel)?.abort(reason);
    return true;
  }
}

/** With a `catch` of its own, under an object as a key. */
export class Previews {
  private readonly previews = new Map<Request, AbortController>();

  async show(request: Request): Promise<void> {
    this.previews.get(request)?.abort();
    const preview = new AbortController();
    this.previews.set(request, preview);
    try {
      await answer(request, preview.signal);
    } catch (error) {
      if (!preview.signal.aborted) log(error);
    } finally {
      this.previews.delete(request);
      // <- RG315 `this.previews[request]` may hold a newer task's controller
    }
  }
}
