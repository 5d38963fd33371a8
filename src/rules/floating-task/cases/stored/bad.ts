/** What is kept here nobody ever looks at. */
export class Queue {
  private readonly saves: Promise<unknown>[] = [];

  save(url: string): void {
    this.saves.push(fetch(url).then((response) => response.text()));
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG311 `this.saves` keeps a promise that nobody awaits
  }
}
