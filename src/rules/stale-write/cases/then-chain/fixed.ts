import { Mutex } from '@raceguard/runtime';

declare function load(page: number): Promise<string[]>;

export class Pages {
  private rows: string[] = [];
  private page = 0;
  private readonly pageMutex = new Mutex();

  constructor(source: EventTarget) {
    source.addEventListener('scroll', () => this.more());
  }

  private more(): Promise<void> {
    return this.pageMutex.runExclusive(() => {
      const { page } = this;
      return load(page).then((rows) => {
        this.page = page + 1;
        this.rows.push(...rows);
      });
    });
  }
}
