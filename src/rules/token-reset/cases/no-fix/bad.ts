interface Bus {
  on(event: string, listener: () => void): void;
}

declare function fetchPage(url: string): Promise<string>;

/** Others look at the flag: it can't be told what they make of it. */
export class Watched {
  cancelled = false;
  readonly pages: string[] = [];

  async run(urls: readonly string[]): Promise<void> {
    this.cancelled = false;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.cancelled` is taken down while a cancelled run may still wait at `await fetchPage(url)`
    for (const url of urls) {
      const page = await fetchPage(url);
      if (this.cancelled) return;
      this.pages.push(page);
    }
  }

  cancel(): void {
    this.cancelled = true;
  }
}

/** A helper looks for the run. */
export class Helped {
  private aborted = false;
  readonly pages: string[] = [];

  async run(urls: readonly string[]): Promise<void> {
    this.aborted = false;
//  ^^^^^^^^^^^^^^^^^^^^ RG401 `this.aborted` is taken down while a cancelled run may still wait at `await fetchPage(url)`
    for (const url of urls) {
      const page = await fetchPage(url);
      if (this.isOver()) return;
      this.pages.push(page);
    }
  }

  abort(): void {
    this.aborted = true;
  }

  private isOver(): boolean {
    return this.aborted || this.pages.length > 100;
  }
}

export function serve(bus: Bus, watched: Watched, helped: Helped): void {
  bus.on('start', () => void watched.run(['/']));
  bus.on('stop', () => watched.cancel());
  bus.on('start', () => void helped.run(['/']));
  bus.on('stop', () => helped.abort());
}

/** Others have its view: what it holds can't be laid out anew. */
export class OpenCancelFlag {
  readonly view = new Int32Array(new SharedArrayBuffer(4));

  isSet(): boolean {
    return Atomics.load(this.view, 0) === 1;
  }

  cancel(): void {
    Atomics.store(this.view, 0, 1);
  }

  clear(): void {
    Atomics.store(this.view, 0, 0);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.view[0]` is taken down under those who look at it or wait for it
  }
}
