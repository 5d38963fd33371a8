import { Mutex } from '@raceguard/runtime';

declare function rank(user: string, before: number): Promise<number>;

/** Whose rank it is can change while one waits for a lock: one lock holds them all. */
export class Ranks {
  private readonly ranks: Record<string, number> = {};
  private readonly ranksMutex = new Mutex();
  private current = '';

  constructor(source: EventTarget) {
    source.addEventListener('focus', () => {
      this.current = document.title;
    });
    source.addEventListener('rank', () => this.rank());
  }

  private async rank(): Promise<void> {
    await this.ranksMutex.runExclusive(async () => {
      this.ranks[this.current] = await rank(this.current, this.ranks[this.current] ?? 0);
    });
  }
}
