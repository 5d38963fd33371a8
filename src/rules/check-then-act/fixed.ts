import { Mutex, KeyedMutex } from '@raceguard/runtime';

/** Tests that no longer hold when what they allow is done. */
export interface Socket {
  send(text: string): void;
  onclose?: () => void;
}

export interface World {
  allowed(what: string): Promise<boolean>;
  deliver(id: string): Promise<void>;
  upload(name: string): Promise<void>;
  connect(): Socket;
}

export class Account {
  private balance = 100;
  private readonly balanceMutex = new Mutex();
  private readonly waiting: string[] = [];
  private readonly waitingMutex = new Mutex();
  private readonly delivered = new Set<string>();
  private readonly deliveredMutex = new KeyedMutex<string>();
  private syncing = false;
  private readonly syncingMutex = new Mutex();
  private uploading = false;
  readonly synced: string[] = [];
  private socket: Socket | undefined;
  private readonly world: World;

  constructor(world: World) {
    this.world = world;
  }

  async payAll(amounts: readonly number[]): Promise<void> {
    await Promise.all(amounts.map((amount) => this.pay(amount)));
  }

  private async pay(amount: number): Promise<void> {
    await this.balanceMutex.runExclusive(async () => {
      if (this.balance < amount) throw new Error('not enough');
      if (!(await this.world.allowed('pay'))) return;
      this.balance -= amount;
    });
  }

  get rest(): number {
    return this.balance;
  }

  async queueAll(names: readonly string[]): Promise<number> {
    await Promise.all(names.map((name) => this.queue(name)));
    return this.waiting.length;
  }

  private async queue(name: string): Promise<void> {
    await this.waitingMutex.runExclusive(async () => {
      if (this.waiting.length >= 1) throw new Error('full');
      await this.world.allowed(name);
      this.waiting.push(name);
    });
  }

  async deliverAll(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.deliver(id)));
  }

  private async deliver(id: string): Promise<void> {
    await this.deliveredMutex.runExclusive(id, async () => {
      if (this.delivered.has(id)) return;
      await this.world.deliver(id);
      this.delivered.add(id);
    });
  }

  async syncAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.sync(name)));
  }

  private async sync(name: string): Promise<void> {
    await this.syncingMutex.runExclusive(async () => {
      if (this.syncing) return;
      await this.world.allowed('sync');
      this.syncing = true;
      this.synced.push(name);
    });
  }

  async uploadAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.upload(name)));
  }

  private async upload(name: string): Promise<void> {
    if (this.uploading) return;
    this.uploading = true;
    try {
      await this.world.allowed('upload');
      await this.world.upload(name);
    } finally {
      this.uploading = false;
    }
  }

  done(): void {
    this.syncing = false;
  }

  open(): void {
    this.socket = this.world.connect();
    this.socket.onclose = () => {
      this.socket = undefined;
    };
  }

  async say(text: string): Promise<void> {
    const socket = this.socket;
    if (!socket) return;
    await this.world.allowed(text);
    socket.send(text);
  }
}
