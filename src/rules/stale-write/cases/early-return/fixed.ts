import { Mutex } from '@raceguard/runtime';

type Result = { ok: true; id: number } | { ok: false; reason: 'closed' | 'full' };

declare function admit(id: number): Promise<boolean>;

export class Gate {
  private count = 0;
  private readonly countMutex = new Mutex();
  private open = true;

  constructor(door: EventTarget) {
    door.addEventListener('knock', (event) => this.knock(event.type));
  }

  async admitAll(guests: number): Promise<Result[]> {
    return Promise.all(Array.from({ length: guests }, () => this.admit()));
  }

  close(): void {
    this.open = false;
  }

  private async admit(): Promise<Result> {
    if (!this.open) return { ok: false, reason: 'closed' };
    return this.countMutex.runExclusive(async (): Promise<Result> => {
      const id = this.count;
      const isFree = await admit(id);
      if (!isFree) {
        return { ok: false, reason: 'full' };
      }
      this.count = id + 1;
      return { ok: true, id };
    });
  }

  private async knock(kind: string): Promise<void> {
    if (kind === 'guest') {
      return this.countMutex.runExclusive(async () => {
        const id = this.count;
        const isIn = await admit(id);
        this.count = id + 1;
        if (!isIn) return;
        console.log(id);
        return;
      });
    }
    await admit(0);
  }
}
