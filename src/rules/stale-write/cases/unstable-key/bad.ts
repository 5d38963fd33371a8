declare function rank(user: string, before: number): Promise<number>;

/** Whose rank it is can change while one waits for a lock: one lock holds them all. */
export class Ranks {
  private readonly ranks: Record<string, number> = {};
  private current = '';

  constructor(source: EventTarget) {
    source.addEventListener('focus', () => {
      this.current = document.title;
    });
    source.addEventListener('rank', () => this.rank());
  }

  private async rank(): Promise<void> {
    this.ranks[this.current] = await rank(this.current, this.ranks[this.current] ?? 0);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.ranks[this.current]` is written from a value read before `await rank(…)`
  }
}
