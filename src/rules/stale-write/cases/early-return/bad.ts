type Result = { ok: true; id: number } | { ok: false; reason: 'closed' | 'full' };

declare function admit(id: number): Promise<boolean>;

export class Gate {
  private count = 0;
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
    const id = this.count;
    const isFree = await admit(id);
    if (!isFree) {
      return { ok: false, reason: 'full' };
    }
    this.count = id + 1;
//  ^^^^^^^^^^^^^^^^^^^ RG103 `this.count` is written from a value read before `await admit(id)`
    return { ok: true, id };
  }

  private async knock(kind: string): Promise<void> {
    if (kind === 'guest') {
      const id = this.count;
      const isIn = await admit(id);
      this.count = id + 1;
//    ^^^^^^^^^^^^^^^^^^^ RG103 `this.count` is written from a value read before `await admit(id)`
      if (!isIn) return;
      console.log(id);
      return;
    }
    await admit(0);
  }
}
