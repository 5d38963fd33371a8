import { setTimeout } from 'node:timers/promises';
import { TaskRegistry } from '@raceguard/runtime';

/** Waits no longer than a second. */
export class Shutdown {
  private readonly hooks = new TaskRegistry();

  run(hook: () => Promise<void>): void {
    const attempt = async () => {
      try {
        await hook();
      } catch (error) {
        console.error(error);
      }
    };
    void this.hooks.track(attempt());
  }

  async close(): Promise<void> {
    await Promise.race([this.hooks.idle(), setTimeout(1000)]);
  }
}
