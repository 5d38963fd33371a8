import { TaskGroup, TaskRegistry } from '@raceguard/runtime';

type Connection = { close(): void };
declare const log: (error: unknown) => void;
declare function connect(url: string): Promise<Connection>;
declare const events: { on(name: string, handler: (url: string) => void): void };

/** `close` waits for what was begun. */
export class Waits {
  readonly #tasks = new TaskRegistry();
  readonly #group = new TaskGroup();
  #connection: Connection | undefined;

  open(url: string): void {
    void this.#tasks.track(this.#connectTo(url));
    void this.#group.spawn(() => this.#connectTo(url));
  }

  async close(): Promise<void> {
    await this.#tasks.close();
    await this.#group.close();
    this.#connection?.close();
  }

  async #connectTo(url: string): Promise<void> {
    this.#connection = await connect(url);
  }
}

/** The task asks after the await whether it is closed: in place, in a helper, by an abort, by a generation. */
export class Asks {
  private connection: Connection | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private other: Connection | undefined;
  private third: Connection | undefined;
  private closed = false;
  private generation = 0;
  private readonly controller = new AbortController();

  open(url: string): void {
    void this.connectTo(url);
    void this.poll(url);
    void this.connectOther(url);
    void this.connectThird(url);
  }

  close(): void {
    this.closed = true;
    this.generation++;
    this.controller.abort();
    clearTimeout(this.timer);
    for (const connection of [this.connection, this.other, this.third]) connection?.close();
  }

  private async connectTo(url: string): Promise<void> {
    const connection = await connect(url);
    if (this.closed) connection.close();
    else this.connection = connection;
  }

  private async poll(url: string): Promise<void> {
    await fetch(url);
    this.arm(url);
  }

  private arm(url: string): void {
    if (this.closed) return;
    this.timer = setTimeout(() => void this.poll(url), 100);
  }

  private async connectOther(url: string): Promise<void> {
    const connection = await connect(url);
    if (this.controller.signal.aborted) return;
    this.other = connection;
  }

  private async connectThird(url: string): Promise<void> {
    const { generation } = this;
    const connection = await connect(url);
    if (generation !== this.generation) return;
    this.third = connection;
  }
}

/** It is set before the first await. */
export class SetsAtOnce {
  private timer: ReturnType<typeof setTimeout> | undefined;

  start(url: string): void {
    void this.run(url);
  }

  stop(): void {
    clearTimeout(this.timer);
  }

  private async run(url: string): Promise<void> {
    this.timer = setTimeout(() => this.start(url), 1000);
    await fetch(url).catch(log);
  }
}

/** What it sets is nothing that anybody has to close, or says only that it is over. */
export class Leaves {
  private lines = 0;
  private isBusy = false;

  start(): void {
    void this.load().catch(log);
  }

  stop(): void {
    this.lines = 0;
    this.isBusy = false;
  }

  get text(): string {
    return this.isBusy ? 'busy' : `${this.lines}`;
  }

  private async load(): Promise<void> {
    this.isBusy = true;
    const response = await fetch('/lines');
    this.lines = Number(response.headers.get('x-lines'));
    this.isBusy = false;
  }
}

/** A note that nobody has to wait for. */
export class Notes {
  private notes = 0;

  note(text: string): void {
    void fetch('/note', { method: 'POST', body: text }).catch(log);
    this.notes++;
  }

  close(): number {
    return this.notes;
  }
}

/** The ending itself begins it. */
export class Closes {
  private connection: Connection | undefined;

  async open(url: string): Promise<void> {
    this.connection = await connect(url);
  }

  close(): void {
    void this.hangUp();
  }

  private async hangUp(): Promise<void> {
    await fetch('/bye').catch(log);
    this.connection?.close();
    this.connection = undefined;
  }
}

/** Every call waits for it. */
export class Awaits {
  private connection: Connection | undefined;

  constructor() {
    events.on('open', (url) => log(url));
  }

  async open(url: string): Promise<void> {
    await this.connectTo(url);
  }

  close(): void {
    this.connection?.close();
  }

  private async connectTo(url: string): Promise<void> {
    this.connection = await connect(url);
  }
}

/** Kept, and awaited in the end. */
export class Keeps {
  private readonly saves: Promise<unknown>[] = [];
  private loop: Promise<void> | undefined;

  start(url: string): void {
    if (!this.loop) this.loop = this.run(url);
  }

  save(url: string): void {
    this.saves.push(fetch(url));
  }

  async stop(): Promise<void> {
    await this.loop;
    await Promise.all(this.saves.splice(0));
  }

  private async run(url: string): Promise<void> {
    await fetch(url);
  }
}

/** The callbacks are waited for, or fill nothing that is used here. */
export async function lengths(urls: readonly string[]): Promise<number[]> {
  const found: number[] = [];
  await Promise.all(urls.map(async (url) => found.push((await fetch(url)).status)));
  urls.forEach(async (url) => {
    await fetch(url).catch(log);
  });
  return found;
}

/** It asks by a helper that throws, or takes back what it has set. */
export class TakesBack {
  #connection: Connection | undefined;
  #spare: Connection | undefined;
  #closed = false;

  open(url: string): void {
    void this.#connectTo(url).catch(log);
    void this.#connectSpare(url).catch(log);
  }

  close(): void {
    this.#closed = true;
    this.#connection?.close();
    this.#spare?.close();
  }

  async #connectTo(url: string): Promise<void> {
    const connection = await connect(url);
    this.#assertOpen();
    this.#connection = connection;
  }

  #assertOpen(): void {
    if (this.#closed) throw new Error('It is closed.');
  }

  async #connectSpare(url: string): Promise<void> {
    this.#spare = await connect(url);
    if (this.#closed) this.#spare.close();
  }
}

/** The timer itself asks when it fires. */
export class Pauses {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #closed = false;
  #paused = 0;

  start(url: string): void {
    void this.#read(url).catch(log);
  }

  close(): number {
    this.#closed = true;
    clearTimeout(this.#timer);
    return this.#paused;
  }

  async #read(url: string): Promise<void> {
    await fetch(url);
    this.#timer = setTimeout(() => {
      if (this.#closed) return;
      this.#paused++;
    }, 0);
  }
}
