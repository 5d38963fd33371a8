declare const log: (error: unknown) => void;
declare const mutex: { runExclusive<T>(task: () => Promise<T>): Promise<T> };

/** The end of a search looks whose controller is there. */
export class Compares {
  private readonly running = new Map<string, AbortController>();

  async search(panel: string): Promise<string> {
    this.running.get(panel)?.abort();
    const controller = new AbortController();
    this.running.set(panel, controller);
    try {
      return await fetch(panel, { signal: controller.signal }).then((response) => response.text());
    } finally {
      if (this.running.get(panel) === controller) this.running.delete(panel);
    }
  }
}

/** The same with a field, by a generation. */
export class Generations {
  private controller: AbortController | undefined;
  private generation = 0;

  async load(url: string): Promise<void> {
    const own = ++this.generation;
    this.controller?.abort();
    this.controller = new AbortController();
    await fetch(url, { signal: this.controller.signal }).catch(log);
    if (own !== this.generation) return;
    this.controller = undefined;
  }
}

/** The older one was aborted when it was replaced: it leaves the entry alone. */
export class AsksItsSignal {
  private controller: AbortController | undefined;

  async load(url: string): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    await fetch(url, { signal: controller.signal }).catch(log);
    if (!controller.signal.aborted) this.controller = undefined;
  }
}

/** Whoever finds a request joins it: there is never a second one. */
export class Joins {
  private readonly requests = new Map<string, Promise<string>>();

  get(url: string): Promise<string> {
    const request = this.requests.get(url);
    if (request) return request;
    const made = fetch(url)
      .then((response) => response.text())
      .finally(() => this.requests.delete(url));
    this.requests.set(url, made);
    return made;
  }
}

/** It refuses to start again: by a getter, by a state that is set a little later. */
export class Refuses {
  private controller: AbortController | undefined;
  private status: 'idle' | 'running' = 'idle';
  private stream: AbortController | undefined;

  get isRunning(): boolean {
    return this.controller !== undefined;
  }

  async run(url: string): Promise<void> {
    if (this.isRunning) throw new Error('It runs already.');
    this.controller = new AbortController();
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      this.controller = undefined;
    }
  }

  async follow(url: string): Promise<void> {
    if (this.status === 'running') return;
    this.stream = new AbortController();
    this.status = 'running';
    try {
      await fetch(url, { signal: this.stream.signal });
    } finally {
      this.stream = undefined;
      this.status = 'idle';
    }
  }

  stop(): void {
    this.controller?.abort();
    this.stream?.abort();
  }
}

let uploads = 0;

/** Each upload has a key of its own. */
export class Uploads {
  private readonly byNumber = new Map<number, Promise<unknown>>();
  private readonly bySymbol = new Map<symbol, Promise<unknown>>();
  private readonly byId = new Map<string, AbortController>();

  start(url: string): void {
    const id = ++uploads;
    const upload = fetch(url)
      .catch(log)
      .finally(() => this.byNumber.delete(id));
    this.byNumber.set(id, upload);
  }

  startPart(url: string): void {
    const id = Symbol(url);
    this.bySymbol.set(
      id,
      fetch(url)
        .catch(log)
        .finally(() => this.bySymbol.delete(id)),
    );
  }

  async onRequest(requestId: string): Promise<void> {
    const controller = new AbortController();
    this.byId.set(requestId, controller);
    try {
      await fetch(requestId, { signal: controller.signal });
    } finally {
      this.byId.delete(requestId);
    }
  }

  onCancel(requestId: string): void {
    this.byId.get(requestId)?.abort();
  }
}

/** The last user takes it out. */
export class Counts {
  private connection: Promise<Response> | undefined;
  private users = 0;

  async use(url: string): Promise<void> {
    this.users++;
    this.connection ??= fetch(url);
    await this.connection.catch(log);
    if (--this.users === 0) this.connection = undefined;
  }

  drop(): void {
    this.connection = undefined;
  }
}

/** It is dropped for good, or after its end. */
export class Lives {
  private loading: Promise<string> | undefined;

  load(url: string): Promise<string> {
    if (this.loading) return this.loading;
    this.loading = fetch(url)
      .then((response) => response.text())
      .finally(() => {
        this.loading = undefined;
      });
    return this.loading;
  }

  async restart(url: string): Promise<string> {
    await this.loading?.catch(log);
    this.loading = undefined;
    return this.load(url);
  }

  dispose(): void {
    this.loading = undefined;
  }
}

/** One after the other. */
export class Alone {
  private controller: AbortController | undefined;

  load(url: string): Promise<void> {
    this.controller?.abort();
    return mutex.runExclusive(async () => {
      this.controller = new AbortController();
      await fetch(url, { signal: this.controller.signal });
      this.controller = undefined;
    });
  }
}

/** A failure is not kept: whoever comes next tries again, as after `forget`. */
export class Caches {
  private page: Promise<string> | undefined;

  get(url: string): Promise<string> {
    this.page ??= fetch(url)
      .then((response) => response.text())
      .catch((error: unknown) => {
        this.page = undefined;
        throw error;
      });
    return this.page;
  }

  forget(): void {
    this.page = undefined;
  }
}

/** Every call has an object of its own. */
class Transfer {
  private controller: AbortController | undefined;

  async transferNow(url: string): Promise<void> {
    this.controller?.abort();
    this.controller = new AbortController();
    await fetch(url, { signal: this.controller.signal });
    this.controller = undefined;
  }
}

export async function transfer(url: string): Promise<void> {
  await new Transfer().transferNow(url);
}

/** A Set knows its members by identity, and what is no task can be forgotten twice. */
export class Others {
  private readonly tasks = new Set<Promise<unknown>>();
  selected: string | undefined;

  add(url: string): void {
    const task = fetch(url)
      .catch(log)
      .finally(() => this.tasks.delete(task));
    this.tasks.add(task);
  }

  async flash(name: string): Promise<void> {
    this.selected = name;
    await new Promise((resolve) => setTimeout(resolve, 100));
    this.selected = undefined;
  }

  reset(): void {
    this.selected = undefined;
  }
}

/** A stream that its reader pulls: the next call comes after the end of the one before. */
export class Streams {
  private controller: AbortController | undefined;

  async *read(url: string): AsyncGenerator<string> {
    this.controller = new AbortController();
    try {
      const response = await fetch(url, { signal: this.controller.signal });
      yield await response.text();
    } finally {
      this.controller = undefined;
    }
  }
}

/** A reset that lets nobody in: the flag stays up until the task has ended. */
export class Indexes {
  private controller: AbortController | null = null;
  private isIndexing = false;

  async index(url: string): Promise<void> {
    if (this.isIndexing) return;
    this.isIndexing = true;
    this.controller = new AbortController();
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      this.isIndexing = false;
      this.controller = null;
    }
  }

  stop(): void {
    this.controller?.abort();
    this.controller = null;
  }
}

/** Nobody asks what is in there. */
export class Keeps {
  private readonly alive = new Map<string, Promise<unknown>>();

  constructor(source: EventTarget) {
    source.addEventListener('change', (event) => this.load(event.type));
  }

  load(panel: string): void {
    const load = fetch(panel)
      .catch(log)
      .finally(() => this.alive.delete(panel));
    this.alive.set(panel, load);
  }
}

/** What `stop` tells the machine keeps others out until the run has ended. */
export class Machines {
  private controller: AbortController | null = null;

  constructor(private readonly machine: { state: string; set(state: string): void }) {}

  async run(url: string): Promise<void> {
    if (this.machine.state !== 'idle') return;
    this.controller = new AbortController();
    this.machine.set('running');
    try {
      await fetch(url, { signal: this.controller.signal });
    } finally {
      this.machine.set('idle');
      this.controller = null;
    }
  }

  stop(): void {
    this.machine.set('stopping');
    this.controller?.abort();
    this.controller = null;
  }
}

const pages = new Map<string, Promise<string>>();

/** Nobody but a test forgets them. */
export function page(url: string): Promise<string> {
  const loading = pages.get(url);
  if (loading) return loading;
  const made = fetch(url)
    .then((response) => response.text())
    .finally(() => pages.delete(url));
  pages.set(url, made);
  return made;
}

export function forgetPages(): void {
  pages.clear();
}

/** Who stops it stops it for good: nothing newer begins. */
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
      });
    return this.page;
  }

  stop(): void {
    this.isStopped = true;
    this.page = undefined;
  }
}
