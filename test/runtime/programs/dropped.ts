// Locks and groups that are given back, and some that are not.
import { enableDiagnostics } from '../../../runtime/src/diagnostics/index.ts';
import { Mutex, TaskGroup } from '../../../runtime/src/index.ts';

enableDiagnostics();

async function lose(): Promise<void> {
  await new Mutex({ name: 'lost' }).acquire();
  const group = new TaskGroup({ name: 'lost' });
  await group.spawn(() => {});
}

async function keep(): Promise<void> {
  const mutex = new Mutex({ name: 'kept' });
  (await mutex.acquire()).release();
  mutex.tryAcquire()?.release();
  await mutex.runExclusive(() => {});
  const group = new TaskGroup({ name: 'kept' });
  group.spawn(() => {});
  await group.close();
  await new TaskGroup({ name: 'kept' }).run((self) => void self.spawn(() => {}));
}

await lose();
await keep();
for (let n = 0; n < 10; n++) {
  await new Promise((resolve) => setTimeout(resolve, 5));
  globalThis.gc?.();
}
process.stdout.write('end');
