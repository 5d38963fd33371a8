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

/** Before it has made its own it asks whether another run is under way. */
export class Submitter {
  private run: AbortController | undefined;
  private readonly queue: number[] = [];
  text = '';

  async submit(id: number): Promise<void> {
    await prepare();
    const isBusy = this.run !== undefined && !this.run.signal.aborted;
    if (isBusy) {
      this.queue.push(id);
      return;
    }
    this.run?.abort();
    const run = new AbortController();
    this.run = run;
    const text = await load(id, run.signal);
    if (!run.signal.aborted) this.text = text;
  }
}
