/** A process that runs a file of programs, to be killed: `node parent.ts <module> <file>`. Tells what it measures of itself. */
import { runPrograms } from '../../src/runner/client.ts';

const [module, file, schedules] = process.argv.slice(2) as [string, string, string | undefined];
const told = { events: 0, schedules: 0, early: 0, rss: 0 };
await runPrograms(
  { run: 'file', file, ...(schedules !== undefined && { schedules: Number(schedules) }) },
  {
    module,
    onEvent(event) {
      const { rss } = process.memoryUsage();
      if (++told.events === 20) told.early = rss;
      told.rss = Math.max(told.rss, rss);
      if (event.event === 'ended') told.schedules = event.result.explored?.schedules ?? 0;
    },
  },
);
process.send?.(told);
process.disconnect?.();
