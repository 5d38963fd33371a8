declare function load(page: number): Promise<string[]>;

export class Pages {
  private rows: string[] = [];
  private page = 0;

  constructor(source: EventTarget) {
    source.addEventListener('scroll', () => this.more());
  }

  private more(): Promise<void> {
    const { page } = this;
    return load(page).then((rows) => {
      this.page = page + 1;
//    ^^^^^^^^^^^^^^^^^^^^ RG103 `this.page` is written from a value read before `load(…)`
      this.rows.push(...rows);
    });
  }
}
