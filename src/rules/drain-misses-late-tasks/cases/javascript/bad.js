import { setTimeout } from 'node:timers/promises';

export class Tasks {
  /** @type {Set<Promise<void>>} */
  #tasks = new Set();

  /** @param {() => Promise<void>} work */
  start(work) {
    const task = work();
    this.#tasks.add(task);
    task.then(
      () => this.#tasks.delete(task),
      () => this.#tasks.delete(task),
    );
  }

  async stop() {
    await setTimeout(10);
    await Promise.all(this.#tasks);
    this.#tasks.clear();
//  ^^^^^^^^^^^^^^^^^^^ RG314 `this.#tasks` is cleared here after awaiting a copy of it
  }
}
