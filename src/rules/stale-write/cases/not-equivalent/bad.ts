declare function load(from: number): Promise<string[]>;
declare function tick(): number;

/** To read later would not be the same: what is awaited, or what comes before it, has to do with the old value. */
export class Pager {
  private offset = 0;
  private seen = 0;
  private last = 0;
  private limit = 10;
  private rows: string[] = [];

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
    this.offset += await this.nextPage();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.offset` is written from a value read before `await this.nextPage()`
  }

  private async nextPage(): Promise<number> {
    return (await load(this.offset)).length;
  }

  private async mix(kind: string): Promise<void> {
    this.seen = this.seen + tick() + (await load(0)).length;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.seen` is written from a value read before `await load(0)`
    this.seen = kind === 'add' ? this.seen + (await load(1)).length : 0;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.seen` is written from a value read before `await load(1)`
  }

  private async keep(): Promise<void> {
    const before = this.rows;
    before.push('…');
    const more = await load(before.length);
    this.rows = [...before, ...more];
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.rows` is written from a value read before `await load(before.length)`
  }

  private async upToLimit(): Promise<void> {
    if (this.last >= this.limit) return;
    this.last += (await load(1)).length;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.last` is written from a value read before `await load(1)`
  }
}
