/** The near twins that are safe. */
import { Lazy, Mutex } from '@raceguard/runtime';
// @ts-expect-error: not installed here
import { createClient } from 'redis';

interface Scope {
  enter(): Promise<void>;
  run(name: string): Promise<string>;
}

interface Client {
  connect(): Promise<void>;
  send(name: string): Promise<void>;
}

declare function makeScope(): Scope;
declare function makeClient(): Client;
declare function readNames(): Promise<string[]>;

/** A scope of its own for each entry. */
export async function runAlone(name: string): Promise<string> {
  const scope = makeScope();
  await scope.enter();
  return scope.run(name);
}

/** The promise is kept: all wait for the one entry. */
export class Shared {
  private readonly client = new Lazy<Client>();
  private opening: Promise<Client> | undefined;
  private scope: Scope | undefined;
  private readonly scopeMutex = new Mutex();

  async announce(name: string): Promise<void> {
    const client = await this.client.get(async () => {
      const made = makeClient();
      await made.connect();
      return made;
    });
    await client.send(name);
  }

  async announceByHand(name: string): Promise<void> {
    this.opening ??= this.open();
    await (await this.opening).send(name);
  }

  private async open(): Promise<Client> {
    const client = makeClient();
    await client.connect();
    return client;
  }

  async run(name: string): Promise<string> {
    const scope = await this.scopeMutex.runExclusive(async () => {
      if (!this.scope) {
        this.scope = makeScope();
        await this.scope.enter();
      }
      return this.scope;
    });
    return scope.run(name);
  }
}

/** One start at a time: who comes meanwhile waits for it. */
export class StartedOnce {
  private client: Client | undefined;
  private readonly started = new Lazy<void>();

  async announce(name: string): Promise<void> {
    await this.started.get(async () => {
      if (!this.client) this.client = makeClient();
      await this.client.connect();
    });
    await this.client?.send(name);
  }
}

/** Who finds it there waits until it is ready. */
export class Announced {
  private client: Client | undefined;
  private ready: Promise<void> | undefined;

  async announce(name: string): Promise<void> {
    if (!this.client) {
      this.client = makeClient();
      this.ready = this.client.connect();
    }
    await this.ready;
    await this.client.send(name);
  }
}

/** It connects without waiting: nobody finds one that is half-way. */
class Plain {
  names: string[] = [];

  async init(names: readonly string[]): Promise<void> {
    this.names = [...names];
  }
}

export class Holder {
  private plain: Plain | undefined;

  async names(): Promise<string[]> {
    if (!this.plain) {
      this.plain = new Plain();
      await this.plain.init(['a']);
    }
    return this.plain.names;
  }
}

/** A class that lets a second call of `connect` pass, and waits with it. */
class Link {
  private opened: Promise<string[]> | undefined;
  names: string[] = [];

  async connect(): Promise<void> {
    this.opened ??= readNames();
    this.names = await this.opened;
  }
}

export class Links {
  private link: Link | undefined;

  async names(): Promise<string[]> {
    if (!this.link) this.link = new Link();
    await this.link.connect();
    return this.link.names;
  }
}

/** Takes commands while it connects. */
interface Redis {
  connect(): Promise<void>;
}
let redis: Redis | undefined;

export async function getRedis(): Promise<unknown> {
  if (!redis) {
    redis = createClient({ url: 'redis://localhost' }) as Redis;
    await redis.connect();
  }
  return redis;
}

/** "Not now" rather than "done already": it is off again when the work is done. */
export class Refresher {
  private refreshing = false;
  private names: string[] = [];

  async refresh(): Promise<string[]> {
    if (this.refreshing) return this.names;
    this.refreshing = true;
    try {
      this.names = await readNames();
    } finally {
      this.refreshing = false;
    }
    return this.names;
  }
}

/** The owner starts it once, and reads nothing that the start has yet to write. */
export class Service {
  private started = false;
  private running = false;
  private names: string[] = [];

  async start(): Promise<void> {
    if (this.started) return;
    this.started = true;
    this.names = await readNames();
  }

  async run(): Promise<void> {
    if (this.running) throw new Error('running already');
    await readNames();
    this.running = true;
  }

  get count(): number {
    return this.names.length;
  }
}

/** A second one is refused, and never sees the first. */
export class Once {
  private client: Client | undefined;

  async open(): Promise<Client> {
    if (this.client) throw new Error('open already');
    this.client = makeClient();
    await this.client.connect();
    return this.client;
  }
}

/** An object for each call. */
class Job {
  private client: Client | undefined;

  async announce(name: string): Promise<void> {
    if (!this.client) {
      this.client = makeClient();
      await this.client.connect();
    }
    await this.client.send(name);
  }
}

export async function announceAll(names: readonly string[]): Promise<void> {
  const job = new Job();
  for (const name of names) await job.announce(name);
}

/** One step after the other: who walks an iterator waits for each. */
export function rows(): AsyncIterator<string> {
  let opened = false;
  let left: string[] = [];
  return {
    async next() {
      if (!opened) {
        opened = true;
        left = await readNames();
      }
      const value = left.shift();
      return value === undefined ? { done: true, value } : { done: false, value };
    },
  };
}

/** Nobody waits for it, and who finds it there leaves it alone. */
export class Persisted {
  private client: Client | undefined;

  async enable(): Promise<void> {
    if (this.client) return;
    this.client = makeClient();
    await this.client.connect();
  }
}

/** What the flag stands for is not what the second caller uses: that was there before. */
export class Queue {
  private client: Client | undefined;
  private tuned = false;

  async get(): Promise<Client> {
    this.client = await this.open();
    if (!this.tuned) {
      this.tuned = true;
      await this.client.send('tune');
    }
    return this.client;
  }

  private open(): Promise<Client> {
    return Promise.resolve(this.client ?? makeClient());
  }
}

/** A slot that is looked at again once the old one has stopped. */
export class Slots {
  private readonly slots: { worker: Client | undefined }[] = [];

  async run(index: number, isOld: boolean): Promise<void> {
    let worker = this.slots[index]?.worker;
    if (worker && isOld) {
      await worker.send('stop');
      worker = undefined;
    }
    if (!worker) {
      worker = makeClient();
      this.slots[index] = { worker };
      await worker.connect();
    }
    await worker.send('run');
  }
}

/** Who hands out the slots gives each to one caller at a time. */
export class Workers {
  private readonly free = [0, 1];
  private readonly slots: { worker?: Client }[] = [{}, {}];

  async runAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.run(name, this.free.shift() ?? 0)));
  }

  private async run(name: string, index: number): Promise<void> {
    const slot = this.slots[index]!;
    if (!slot.worker) {
      slot.worker = makeClient();
      await slot.worker.connect();
    }
    await slot.worker.send(name);
  }
}

/** A list for each call. */
export async function named(): Promise<string[]> {
  let names: string[] | undefined;
  for (let i = 0; i < 2; i++) {
    if (!names) {
      names = [];
      names.push(...(await readNames()));
    }
  }
  return names ?? [];
}

/** The program waits for the first one before it sets up anything that asks for another. */
export class Proxy {
  static #instance: Proxy | undefined;
  names: string[] = [];

  static async current(): Promise<Proxy> {
    if (!Proxy.#instance) {
      Proxy.#instance = new Proxy();
      await Proxy.#instance.load();
    }
    return Proxy.#instance;
  }

  private async load(): Promise<void> {
    this.names = await readNames();
  }
}

export async function activate(on: (command: string, run: () => Promise<unknown>) => void): Promise<void> {
  const { names } = await Proxy.current();
  for (const name of names) on(name, async () => (await Proxy.current()).names);
}
