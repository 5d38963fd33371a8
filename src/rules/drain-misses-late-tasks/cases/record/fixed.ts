import { TaskRegistry } from '@raceguard/runtime';

/** Tasks by name in a plain object. */
class Syncs {
  private syncs = new TaskRegistry<string, void>();

  sync(name: string): Promise<void> {
    const running = this.syncs.get(name);
    if (running) return running;
    const task = this.syncs.track(transfer(name), { id: name });
    return task;
  }

  async stop(): Promise<void> {
    await this.syncs.idle();
  }
}

async function transfer(name: string): Promise<void> {
  await fetch(name).catch(() => undefined);
}

export const syncs = new Syncs();
