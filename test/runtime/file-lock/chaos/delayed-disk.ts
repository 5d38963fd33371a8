/** The disk of Node with a pause before every second call or so: races that need a preemption then happen often. */
import { asyncNodeDisk, nodeDisk } from '../../../../runtime/src/node/node-disk.ts';
import type { AsyncDisk, Disk } from '../../../../runtime/src/node/steps.ts';

/** Milliseconds. */
const LONGEST = 10;

export const pause = (): number => (Math.random() < 0.5 ? 0 : Math.random() ** 3 * LONGEST);

export const delayedDisk: Disk = wrapped(nodeDisk, (ms, call) => {
  if (ms > 0) nodeDisk.pause(ms);
  return call();
});

export const delayedAsyncDisk: AsyncDisk = wrapped(asyncNodeDisk, async (ms, call) => {
  if (ms > 0) await new Promise((resolve) => setTimeout(resolve, ms));
  return call();
});

function wrapped<T extends Disk | AsyncDisk>(disk: T, around: (ms: number, call: () => unknown) => unknown): T {
  return Object.fromEntries(
    Object.entries(disk).map(([name, call]) => [
      name,
      (...args: unknown[]) => around(pause(), () => (call as (...args: unknown[]) => unknown)(...args)),
    ]),
  ) as unknown as T;
}
