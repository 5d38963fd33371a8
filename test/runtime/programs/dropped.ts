// Locks and groups that are given back, and some that are not.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { enableDiagnostics } from '../../../runtime/src/diagnostics/index.ts';
import { Mutex, TaskGroup } from '../../../runtime/src/index.ts';
import { FileLock } from '../../../runtime/src/node/index.ts';

enableDiagnostics();
const folder = mkdtempSync(join(tmpdir(), 'raceguard-dropped-'));
process.on('exit', () => rmSync(folder, { recursive: true, force: true }));
const lostFile = join(folder, 'lost.lock');
const keptFile = join(folder, 'kept.lock');

async function lose(): Promise<void> {
  await new Mutex({ name: 'lost' }).acquire();
  await new FileLock(lostFile).acquire();
  const group = new TaskGroup({ name: 'lost' });
  await group.spawn(() => {});
}

async function keep(): Promise<void> {
  const mutex = new Mutex({ name: 'kept' });
  (await mutex.acquire()).release();
  mutex.tryAcquire()?.release();
  const file = new FileLock(keptFile);
  (await file.acquire()).release();
  file.tryAcquireSync()?.release();
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
