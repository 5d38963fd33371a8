/** Real threads that poll one token and wait for it, which is cancelled and taken down in one go. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { Worker } from 'node:worker_threads';
import { build } from 'esbuild';
import { root } from '../../rules/find.ts';

type Subject = typeof import('./unsafe.ts');

const THREADS = 4;
const ROUNDS = 5;

/** Throws how many threads a cancel has not reached. */
export async function cancelManyThreads(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'raceguard-token-'));
  try {
    const file = await bundled(program, folder);
    const { ThreadToken } = (await import(pathToFileURL(join(folder, 'program.mjs')).href)) as Subject;
    for (let round = 0; round < ROUNDS; round++) {
      const token = new ThreadToken();
      const threads = Array.from({ length: THREADS }, () => new Worker(file, { workerData: token.buffer }));
      try {
        await Promise.all(threads.map((thread) => said(thread)));
        token.cancel(7);
        token.reset();
        const ends = await Promise.all(threads.map((thread) => said(thread, 'look')));
        const count = (end: string) => ends.filter((ends) => ends.includes(end)).length;
        if (count('works')) throw new Error(`${count('works')} of ${THREADS} threads go on after the cancel.`);
        if (count('waits')) throw new Error(`${count('waits')} of ${THREADS} threads still wait for the cancel.`);
      } finally {
        await Promise.all(threads.map((thread) => thread.terminate()));
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program, and what a thread does with it: asked, it tells what it still does many turns later. */
async function bundled(program: string, folder: string): Promise<string> {
  const contents = `
    import { parentPort, workerData } from 'node:worker_threads';
    import { setImmediate as turn } from 'node:timers/promises';
    import { serve, ThreadToken } from ${JSON.stringify(program)};
    const token = new ThreadToken(workerData);
    const doing = new Set(['works', 'waits']);
    serve(token, () => turn()).then(() => doing.delete('works'));
    token.wait().then(() => doing.delete('waits'));
    parentPort.once('message', async () => {
      for (let turns = 0; doing.size > 0 && turns < 5000; turns++) await turn();
      parentPort.postMessage([...doing].join());
    });
    await turn();
    parentPort.postMessage('ready');`;
  const shared = {
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    alias: { '@raceguard/runtime': join(root, 'runtime/src/index.ts') },
  } as const;
  await build({ ...shared, entryPoints: [program], outfile: join(folder, 'program.mjs') });
  await build({ ...shared, stdin: { contents, resolveDir: root }, outfile: join(folder, 'thread.mjs') });
  return join(folder, 'thread.mjs');
}

function said(thread: Worker, asked?: string): Promise<string> {
  return new Promise((resolve, reject) => {
    thread.once('message', resolve).once('error', reject);
    if (asked !== undefined) thread.postMessage(asked);
  });
}
