// As consumer.ts, for the entry point of Node.
import { type NamedOptions, RaceguardError } from '../../../runtime/src/index.ts';
import {
  FileLock,
  type FileLockHandle,
  type FileLockOptions,
  type FileLockOwner,
  LockFileError,
} from '../../../runtime/src/node/index.ts';

declare const console: { log(text: string): void };
declare const process: { cwd(): string; pid: number };

function check(what: string, actual: unknown, expected: unknown): void {
  if (actual !== expected) throw new Error(`${what}: ${String(actual)}`);
}

const options: FileLockOptions = { name: 'consumer' };
options satisfies NamedOptions;
const lock = new FileLock(`${process.cwd()}/consumer-${process.pid}.lock`, options);

async function main() {
  const result: number = await lock.runExclusive(async (held: FileLockHandle) => {
    held.signal satisfies { readonly aborted: boolean };
    const owner: FileLockOwner | undefined = await lock.inspect();
    check('pid', owner?.pid, process.pid);
    return 1;
  });
  check('result', result, 1);
  const handle = lock.tryAcquireSync();
  handle?.release();
  check('released', await lock.inspect(), undefined);

  const failed: unknown = await new FileLock('/dev/null/x.lock').acquire().catch((error: unknown) => error);
  check('one class of errors', failed instanceof LockFileError && failed instanceof RaceguardError, true);
  if (failed instanceof RaceguardError) check('code', failed.code, 'RACEGUARD_LOCK_FILE');
}

main().then(() => console.log('ok'));
