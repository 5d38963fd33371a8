declare function load(id: number, signal: AbortSignal): Promise<string>;
declare function prepare(): Promise<void>;

/** The run looks at its own. */
export class Details {
  private controller: AbortController | undefined;
  text = '';

  open(id: number): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    return load(id, controller.signal).then((text) => {
      if (!controller.signal.aborted) this.text = text;
    });
  }
}

/** Before it has made its own it asks whether anyone closed what all runs belong to. */
export class Submitter {
  private controller = new AbortController();
  text = '';

  async submit(id: number): Promise<void> {
    await prepare();
    this.controller.signal.throwIfAborted();
    this.controller.abort();
    const run = new AbortController();
    this.controller = run;
    const text = await load(id, run.signal);
    if (!run.signal.aborted) this.text = text;
  }

  close(): void {
    this.controller.abort();
  }
}
