/** The near twins that are safe. */
import { EventEmitter } from 'node:events';
import { Mutex } from '@raceguard/runtime';

interface Socket {
  send(text: string): void;
  onclose?: () => void;
}

declare function allowed(what: string): Promise<boolean>;
declare function deliver(id: string): Promise<void>;
declare function connect(): Socket;

const bus = new EventEmitter();

/** The act comes before the await: no other has had its turn since the test. */
export class Reserved {
  private balance = 100;
  private running = 0;
  private syncing = false;
  private readonly waiting: string[] = [];
  private readonly delivered = new Set<string>();

  constructor() {
    bus.on('pay', (amount: number) => this.pay(amount));
    bus.on('queue', (name: string) => this.queue(name));
    bus.on('run', (name: string) => this.run(name));
    bus.on('deliver', (id: string) => this.deliver(id));
    bus.on('sync', () => this.sync());
  }

  private async pay(amount: number): Promise<void> {
    if (this.balance < amount) throw new Error('not enough');
    this.balance -= amount;
    if (!(await allowed('pay'))) this.balance += amount;
  }

  private async queue(name: string): Promise<void> {
    if (this.waiting.length >= 10) return;
    this.waiting.push(name);
    await allowed(name);
  }

  private async run(name: string): Promise<void> {
    if (this.running >= 2) return;
    this.running++;
    try {
      await deliver(name);
    } finally {
      this.running--;
    }
  }

  private async deliver(id: string): Promise<void> {
    if (this.delivered.has(id)) return;
    this.delivered.add(id);
    await deliver(id);
  }

  private async sync(): Promise<void> {
    if (this.syncing) return;
    this.syncing = true;
    try {
      await deliver('all');
    } finally {
      this.syncing = false;
    }
  }
}

/** It looks again after the await. */
export class Again {
  private balance = 100;
  private readonly waiting: string[] = [];
  private socket: Socket | undefined;

  constructor() {
    bus.on('pay', (amount: number) => this.pay(amount));
    bus.on('queue', (name: string) => this.queue(name));
    bus.on('close', () => {
      this.socket = undefined;
    });
    bus.on('open', () => {
      this.socket = connect();
    });
  }

  private async pay(amount: number): Promise<void> {
    if (this.balance < amount) throw new Error('not enough');
    await allowed('pay');
    if (this.balance < amount) throw new Error('not enough any more');
    this.balance -= amount;
  }

  private async queue(name: string): Promise<void> {
    if (this.waiting.length >= 10) return;
    await allowed(name);
    if (this.waiting.length < 10) this.waiting.push(name);
  }

  async say(text: string): Promise<void> {
    if (!this.socket) return;
    await allowed(text);
    this.socket?.send(text);
  }

  async tell(text: string): Promise<void> {
    const { socket } = this;
    if (!socket) return;
    await allowed(text);
    socket.send(text);
  }

  async shout(text: string): Promise<void> {
    if (!this.socket) this.socket = connect();
    await allowed(text);
    if (!this.socket) throw new Error('closed');
    this.socket.send(text);
  }
}

/** One after the other. */
export class Locked {
  private balance = 100;
  private readonly mutex = new Mutex();

  constructor() {
    bus.on('pay', (amount: number) => this.pay(amount));
  }

  private async pay(amount: number): Promise<void> {
    await this.mutex.runExclusive(async () => {
      if (this.balance < amount) throw new Error('not enough');
      await allowed('pay');
      this.balance -= amount;
    });
  }
}

/** Nobody calls it twice at once. */
class Job {
  private left = 3;

  async step(): Promise<void> {
    if (this.left <= 0) return;
    await deliver('step');
    this.left--;
  }
}

export async function runJob(): Promise<void> {
  const job = new Job();
  for (let i = 0; i < 5; i++) await job.step();
}

/** Who takes it away looks at a flag first, which is set before the await. */
export class Recorder {
  private socket: Socket | undefined = connect();
  private recording = false;

  constructor() {
    bus.on('record', (text: string) => this.record(text));
    bus.on('stop', () => this.stop());
  }

  private async record(text: string): Promise<void> {
    if (!this.socket) return;
    this.recording = true;
    await allowed(text);
    this.socket.send(text);
  }

  private stop(): void {
    if (this.recording) throw new Error('recording');
    this.socket = undefined;
  }
}

/** Caught where it is gone. */
export class Caught {
  private socket: Socket | undefined = connect();

  constructor() {
    bus.on('close', () => {
      this.socket = undefined;
    });
  }

  async say(text: string): Promise<boolean> {
    if (!this.socket) return false;
    try {
      await allowed(text);
      this.socket.send(text);
      return true;
    } catch {
      return false;
    }
  }
}

/** More than "is there any" is not asked; and a few names more than meant do no harm. */
export class Crawl {
  private readonly queue: string[] = [];
  private readonly paths = new Set<string>();

  constructor() {
    bus.on('path', (path: string) => this.add(path));
    bus.on('crawl', () => this.crawl());
  }

  private async add(path: string): Promise<void> {
    if (this.paths.size >= 1000) return;
    if (await allowed(path)) this.paths.add(path);
  }

  private async crawl(): Promise<void> {
    while (this.queue.length > 0) {
      const path = this.queue.shift()!;
      if (await allowed(path)) this.queue.push(`${path}/*`);
    }
  }
}

/** Done once is done: it says what was found, and stays so. */
export class Known {
  private none = false;
  private readonly grouped = new Set<number>();

  constructor() {
    bus.on('ask', () => this.ask());
    bus.on('tab', (id: number) => this.group(id));
  }

  private async ask(): Promise<boolean> {
    if (this.none) return false;
    if (!(await allowed('ask'))) this.none = true;
    return !this.none;
  }

  private async group(id: number): Promise<void> {
    if (this.grouped.has(id)) return;
    await allowed(String(id));
    this.grouped.add(id);
  }
}

/** A goal: who comes last does no more than one too many. */
export async function work(all: number): Promise<number> {
  let done = 0;
  await Promise.all(
    Array.from({ length: 3 }, async () => {
      while (done < all) {
        await allowed('work');
        done++;
      }
    }),
  );
  return done;
}

/** Nobody takes it away while it is used: only the end of the object does, which waits for its users. */
export class Kept {
  private socket: Socket | undefined = connect();

  async say(text: string): Promise<void> {
    if (!this.socket) return;
    await allowed(text);
    this.socket.send(text);
  }

  get isOpen(): boolean {
    return this.socket !== undefined;
  }
}

/** What was tested is what every call sees anew: locals and parameters. */
export async function pay(account: { balance: number }, amounts: readonly number[]): Promise<number> {
  const seen = new Set<number>();
  for (const amount of amounts) {
    if (seen.has(amount) || account.balance < amount) continue;
    await allowed(String(amount));
    seen.add(amount);
    account.balance -= amount;
  }
  return account.balance;
}

/** A read after the await is what counts; the test before it spares the wait alone, and the act can be repeated. */
export class Warm {
  private readonly known = new Map<string, boolean>();

  constructor() {
    bus.on('ask', (name: string) => this.ask(name));
  }

  private async ask(name: string): Promise<boolean> {
    const known = this.known.get(name);
    if (known !== undefined) return known;
    const is = await allowed(name);
    this.known.set(name, is);
    return is;
  }
}
