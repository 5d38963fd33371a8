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
  private readonly waiting: string[] = [];
  private readonly delivered = new Set<string>();
  private syncing = false;
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
    if (this.balance < amount) throw new Error('not enough');
    //  ^^^^^^^^^^^^^^^^^^^^^ RG104 `this.balance` can pass its limit: it is tested before `await this.world.allowed('pay')` and changed by `this.balance -= amount` after it
    if (!(await this.world.allowed('pay'))) return;
    this.balance -= amount;
  }

  get rest(): number {
    return this.balance;
  }

  async queueAll(names: readonly string[]): Promise<number> {
    await Promise.all(names.map((name) => this.queue(name)));
    return this.waiting.length;
  }

  private async queue(name: string): Promise<void> {
    if (this.waiting.length >= 1) throw new Error('full');
    //  ^^^^^^^^^^^^^^^^^^^^^^^^ RG104 `this.waiting.length` can pass its limit: it is tested before `await this.world.allowed(name)`, and `this.waiting.push(name)` comes after it
    await this.world.allowed(name);
    this.waiting.push(name);
  }

  async deliverAll(ids: readonly string[]): Promise<void> {
    await Promise.all(ids.map((id) => this.deliver(id)));
  }

  private async deliver(id: string): Promise<void> {
    if (this.delivered.has(id)) return;
    //  ^^^^^^^^^^^^^^^^^^^^^^ RG104 `this.delivered[id]` lets two pass: it is tested here and added only after `await this.world.deliver(id)`
    await this.world.deliver(id);
    this.delivered.add(id);
  }

  async syncAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.sync(name)));
  }

  private async sync(name: string): Promise<void> {
    if (this.syncing) return;
    //  ^^^^^^^^^^^^ RG104 `this.syncing` keeps no second run out: it is tested here and set only after `await this.world.allowed('sync')`
    await this.world.allowed('sync');
    this.syncing = true;
    this.synced.push(name);
  }

  async uploadAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => this.upload(name)));
  }

  private async upload(name: string): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await this.world.allowed('upload')`
    await this.world.allowed('upload');
    this.uploading = true;
    try {
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
    if (!this.socket) return;
    //   ^^^^^^^^^^^ RG104 `this.socket` can be gone after `await this.world.allowed(text)`: `onclose` may clear it meanwhile
    await this.world.allowed(text);
    this.socket.send(text);
  }
}
