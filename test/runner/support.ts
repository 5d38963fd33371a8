/** Runs of real processes, and what is left of them. */
import { equal } from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { RunEvent, RunRequest } from '../../src/protocol/runner.ts';
import { type RunnerOptions, runPrograms } from '../../src/runner/client.ts';
import { Folder } from '../cli/folder.ts';
import { isAlive } from '../service/support.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** As it stands in the checkout. */
export const module = join(root, 'src/runner/main.ts');
/** As it is shipped. */
export const bundle = join(root, 'dist/runner.js');

export type Told<E extends RunEvent['event']> = Extract<RunEvent, { event: E }>;

export class Heard {
  readonly events: RunEvent[] = [];

  all<E extends RunEvent['event']>(event: E): Told<E>[] {
    return this.events.filter((one): one is Told<E> => one.event === event);
  }

  /** The one result that there is. */
  get result(): Told<'ended'>['result'] {
    const ended = this.all('ended');
    equal(ended.length, 1, JSON.stringify(this.events.at(-1)));
    return ended[0]!.result;
  }

  get output(): string {
    return this.all('output')
      .map(({ text }) => text)
      .join('');
  }

  /** How it ended: `done`, or why it was stopped. */
  get end(): string {
    const last = this.events.at(-1)!;
    return last.event === 'stopped' ? `${last.why}: ${last.message}` : last.event;
  }
}

export async function run(request: RunRequest, options: Partial<RunnerOptions> = {}): Promise<Heard> {
  const heard = new Heard();
  await runPrograms(request, {
    module,
    ...options,
    onEvent(event) {
      heard.events.push(event);
      options.onEvent?.(event);
    },
  });
  return heard;
}

/**
 * Programs in files of a folder. In their code `seen(pid)` tells which processes are to be gone afterwards; it begins
 * with that of the runner itself.
 */
export class Programs {
  readonly folder: Folder;

  constructor(files: Readonly<Record<string, string>>) {
    this.folder = new Folder({ 'package.json': '{ "type": "module" }' });
    for (const [name, text] of Object.entries(files)) this.folder.write(name, `${head}${text}`);
  }

  run(name: string, options: Partial<RunnerOptions> = {}): Promise<Heard> {
    return run({ run: 'file', file: this.folder.at(name) }, options);
  }

  /** Pids that programs told of. */
  get pids(): number[] {
    const file = this.folder.at('pids');
    if (!existsSync(file)) return [];
    return readFileSync(file, 'utf8').split('\n').filter(Boolean).map(Number);
  }

  /** That of the runner, and `more` that it has started, are gone. */
  assertGone(more = 0): void {
    const { pids } = this;
    equal(new Set(pids).size, more + 1, `pids: ${pids}`);
    equal(pids.filter(isAlive).join(), '');
  }

  [Symbol.dispose](): void {
    this.folder[Symbol.dispose]();
  }
}

// One line, so that the others keep theirs.
const head = [
  "import { appendFileSync as __append } from 'node:fs';",
  "const seen = (pid) => __append(new URL('pids', import.meta.url), pid + '\\n');",
  'seen(process.pid); ',
].join(' ');
