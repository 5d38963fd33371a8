import { Mutex } from '@raceguard/runtime';

declare function load(from: number): Promise<string[]>;
declare function tick(): number;

/** To read later would not be the same: what is awaited, or what comes before it, has to do with the old value. */
export class Pager {
  private offset = 0;
  private readonly offsetMutex = new Mutex();
  private seen = 0;
  private readonly seenMutex = new Mutex();
  private last = 0;
  private readonly lastMutex = new Mutex();
  private limit = 10;
  private rows: string[] = [];
  private readonly rowsMutex = new Mutex();

  constructor(source: EventTarget) {
    source.addEventListener('more', () => this.more());
    source.addEventListener('mix', (event) => this.mix(event.type));
    source.addEventListener('keep', () => this.keep());
    source.addEventListener('limit', () => this.upToLimit());
    source.addEventListener('wider', () => {
      this.limit++;
    });
  }

  private async more(): Promise<void> {
    await this.offsetMutex.runExclusive(async () => {
      this.offset += await this.nextPage();
    });
  }

  private async nextPage(): Promise<number> {
    return (await load(this.offset)).length;
  }

  private async mix(kind: string): Promise<void> {
    await this.seenMutex.runExclusive(async () => {
      this.seen = this.seen + tick() + (await load(0)).length;
    });
    await this.seenMutex.runExclusive(async () => {
      this.seen = kind === 'add' ? this.seen + (await load(1)).length : 0;
    });
  }

  private async keep(): Promise<void> {
    await this.rowsMutex.runExclusive(async () => {
      const before = this.rows;
      before.push('…');
      const more = await load(before.length);
      this.rows = [...before, ...more];
    });
  }

  private async upToLimit(): Promise<void> {
    await this.lastMutex.runExclusive(async () => {
      if (this.last >= this.limit) return;
      this.last += (await load(1)).length;
    });
  }
}
