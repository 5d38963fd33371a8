/** Tasks by name in a plain object. */
class Syncs {
  private syncs: Record<string, Promise<void>> = {};

  sync(name: string): Promise<void> {
    const running = this.syncs[name];
    if (running) return running;
    const task = transfer(name).finally(() => {
      delete this.syncs[name];
    });
    this.syncs[name] = task;
    return task;
  }

  async stop(): Promise<void> {
    await Promise.allSettled(Object.values(this.syncs));
    this.syncs = {};
//  ^^^^^^^^^^^^^^^ RG314 `this.syncs` is cleared here after awaiting a copy of it
  }
}

async function transfer(name: string): Promise<void> {
  await fetch(name).catch(() => undefined);
}

export const syncs = new Syncs();
