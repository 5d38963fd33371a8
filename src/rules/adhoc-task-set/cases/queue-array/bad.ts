/** The last of an array is the one before, by way of a method. */
export class Drafts {
  private saves: Promise<void>[] = [];

  private last(): Promise<void> | undefined {
    return this.saves[this.saves.length - 1];
  }

  save(draft: Promise<string>): Promise<void> {
    const save = new Promise<void>(async (resolve, reject) => {
      try {
        await this.last();
        await send(await draft);
        resolve();
      } catch (error) {
        reject(error);
      }
    }).finally(() => {
      this.saves = this.saves.filter((other) => other !== save);
    });
    this.saves.push(save);
//  ^^^^^^^^^^^^^^^ RG313 `this.saves` is a queue kept by hand
    return save;
  }
}

async function send(page: string): Promise<void> {
  await fetch(page);
}
