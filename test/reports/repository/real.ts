/** Real processes that pull one real repository into one folder, all at once. */
import { execFileSync, spawn } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { build } from 'esbuild';
import { root } from '../../rules/find.ts';

const PROCESSES = 6;
/** Of these at least one goes wrong with the unsafe program; with the repaired one none may. */
const ROUNDS = 3;

/** Throws what the first process that failed has said. */
export async function cloneByManyProcesses(program: string): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'raceguard-clone-'));
  try {
    const worker = await workerOf(program, folder);
    const origin = makeOrigin(join(folder, 'flows.git'));
    for (let round = 0; round < ROUNDS; round++) {
      for (const kind of ['GitRepository', 'LockedRepository']) {
        const base = join(folder, `${kind}-${round}`);
        mkdirSync(base);
        const said = await atOnce(worker, [kind, origin.path, base, origin.head]);
        const wrong = said.find((line) => line !== 'whole');
        if (wrong !== undefined) throw new Error(`${kind}: ${wrong}`);
      }
    }
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The program as one file of JavaScript, and what drives it. */
async function workerOf(program: string, folder: string): Promise<string> {
  const worker = join(folder, 'worker.mjs');
  const contents = `
    import { execFileSync } from 'node:child_process';
    import * as program from ${JSON.stringify(program)};
    const [kind, url, base, head] = process.argv.slice(2);
    process.stdout.write('ready\\n');
    process.stdin.once('data', async () => {
      let said = 'whole';
      try {
        const folder = await new program[kind]({ url }, base).pullCode();
        const found = execFileSync('git', ['rev-parse', 'HEAD'], { cwd: folder, encoding: 'utf8' }).trim();
        const state = execFileSync('git', ['--no-optional-locks', 'status', '--porcelain'], { cwd: folder, encoding: 'utf8' });
        if (found !== head || state !== '') said = 'the clone is not whole: ' + state;
      } catch (error) {
        const lines = (error.stderr || error.message).trim().split('\\n');
        said = lines.find((line) => line.startsWith('fatal:')) ?? lines.at(-1);
      }
      process.stdout.write(said + '\\n', () => process.exit());
    });`;
  await build({
    stdin: { contents, resolveDir: root },
    outfile: worker,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'silent',
    alias: { '@raceguard/runtime/node': join(root, 'runtime/src/node/index.ts') },
  });
  return worker;
}

async function atOnce(worker: string, args: readonly string[]): Promise<string[]> {
  const children = Array.from({ length: PROCESSES }, () => {
    const child = spawn(process.execPath, [worker, ...args], { stdio: ['pipe', 'pipe', 'ignore'] });
    return { child, lines: createInterface({ input: child.stdout })[Symbol.asyncIterator]() };
  });
  for (const { lines } of children) await lines.next();
  for (const { child } of children) child.stdin.end('go\n');
  return Promise.all(children.map(async ({ lines }) => (await lines.next()).value ?? 'ended without a word'));
}

/** A repository with enough in it that a clone takes its time. */
function makeOrigin(path: string): { path: string; head: string } {
  const git = (...args: string[]) => execFileSync('git', args, { cwd: path, encoding: 'utf8' }).trim();
  mkdirSync(path);
  git('init', '--quiet');
  for (let n = 0; n < 200; n++) writeFileSync(join(path, `flow-${n}.txt`), `${n}\n`.repeat(500));
  git('add', '.');
  git('-c', 'user.name=t', '-c', 'user.email=t@localhost', 'commit', '--quiet', '-m', 'first');
  git('config', 'receive.denyCurrentBranch', 'ignore');
  return { path, head: readFileSync(join(path, '.git', git('symbolic-ref', 'HEAD')), 'utf8').trim() };
}
