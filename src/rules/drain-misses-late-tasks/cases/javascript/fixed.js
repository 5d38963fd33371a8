import { setTimeout } from 'node:timers/promises';
import { TaskRegistry } from '@raceguard/runtime';

export class Tasks {
  #tasks = new TaskRegistry();

  /** @param {() => Promise<void>} work */
  start(work) {
    void this.#tasks.track(work());
  }

  async stop() {
    await setTimeout(10);
    const failures = await this.#tasks.idle();
    if (failures.length > 0) throw failures[0];
  }
}
