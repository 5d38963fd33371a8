/** `node hold.ts <path> <what>`: gets the lock, says so, and does one of these with it. */
import { execFileSync } from 'node:child_process';
import { appendFileSync, existsSync } from 'node:fs';
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { isMainThread, parentPort, workerData } from 'node:worker_threads';
import { FileLock } from '../../../../runtime/src/node/index.ts';

const [path = '', what = ''] = isMainThread ? process.argv.slice(2) : workerData;
const lock = new FileLock(path);
const say = (word: string): void => {
  if (parentPort) parentPort.postMessage(word);
  else process.stdout.write(`${word}\n`);
};

switch (what) {
  case 'for ever':
    await lock.acquire();
    say('held');
    setInterval(() => {}, 1000);
    break;
  case 'and exit':
    await lock.acquire();
    process.exit(0);
    break;
  case 'and exit while it writes':
    await lock.acquire();
    void writeFile(`${path}.data`, Buffer.alloc(1e8));
    process.exit(0);
    break;
  case 'and end': {
    // Nothing of this may keep the process alive.
    const first = await lock.acquire();
    first.release();
    const handle = await lock.acquire();
    handle.signal.addEventListener('abort', () => say('aborted'));
    await handle.fence();
    say('end');
    break;
  }
  case 'when free':
    say('waits');
    await lock.runExclusive(() => say('held'));
    break;
  case 'to clone': {
    const [, , , , from = '', to = ''] = process.argv;
    await lock.runExclusive(() => {
      if (existsSync(join(to, '.git', 'complete'))) return;
      execFileSync('git', ['clone', '--quiet', from, to], { stdio: ['ignore', 'ignore', 'inherit'] });
      appendFileSync(join(to, '.git', 'complete'), `${process.pid}\n`);
    });
    say(execFileSync('git', ['-C', to, 'log', '--format=%s'], { encoding: 'utf8' }).trim());
    break;
  }
  default:
    throw new Error(`what is ${what}?`);
}
