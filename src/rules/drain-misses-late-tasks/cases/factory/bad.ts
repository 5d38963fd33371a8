/** State in the variables of a function that returns the service. */
export function createQueue(handle: (job: string) => Promise<void>) {
  const tasks = new Set<Promise<void>>();

  async function run(job: string): Promise<void> {
    await handle(job).catch(() => {});
  }

  return {
    add(job: string) {
      const task = run(job);
      tasks.add(task);
      void task.then(() => tasks.delete(task));
    },
    get size() {
      return tasks.size;
    },
    async close() {
      const batch = [...tasks];
      await Promise.allSettled(batch);
      tasks.clear();
//    ^^^^^^^^^^^^^ RG314 `tasks` is cleared here after awaiting a copy of it
    },
  };
}
