/** What comes behind a print that fails is not printed, and fails as well. */
export class Printer {
  private readonly tails = new Map<string, Promise<void>>();

  print(tray: string, page: string): Promise<void> {
    const before = this.tails.get(tray) ?? Promise.resolve();
    const printed = before.then(() => send(page));
    this.tails.set(tray, printed);
//  ^^^^^^^^^^^^^^ RG313 `this.tails` is a queue kept by hand
    void printed
      .finally(() => {
        if (this.tails.get(tray) === printed) this.tails.delete(tray);
      })
      .catch(() => {});
    return printed;
  }
}

async function send(page: string): Promise<void> {
  await fetch(page);
}
