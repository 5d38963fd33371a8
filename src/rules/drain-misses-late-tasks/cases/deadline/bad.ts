import { setTimeout } from 'node:timers/promises';

/** Waits no longer than a second. */
export class Shutdown {
  private readonly hooks = new Set<Promise<void>>();

  run(hook: () => Promise<void>): void {
    const attempt = async () => {
      try {
        await hook();
      } catch (error) {
        console.error(error);
      } finally {
        this.hooks.delete(running);
      }
    };
    const running = attempt();
    this.hooks.add(running);
  }

  async close(): Promise<void> {
    await Promise.race([Promise.all([...this.hooks]), setTimeout(1000)]);
    this.hooks.clear();
//  ^^^^^^^^^^^^^^^^^^ RG314 `this.hooks` is cleared here after awaiting a copy of it
  }
}
