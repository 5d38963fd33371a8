import { TaskRegistry } from '@raceguard/runtime';

/** State in the variables of a function that returns the service. */
export function createQueue(handle: (job: string) => Promise<void>) {
  const tasks = new TaskRegistry();

  async function run(job: string): Promise<void> {
    await handle(job).catch(() => {});
  }

  return {
    add(job: string) {
      void tasks.track(run(job));
    },
    get size() {
      return tasks.size;
    },
    async close() {
      await tasks.idle();
    },
  };
}
