/** Runs programs for a command: progress on the terminal, Ctrl-C, and what came of each. */
import { join } from 'node:path';
import type { RunEvent, RunRequest, RunResult, StopReason, Subject } from '../protocol/runner.ts';
import { runPrograms } from '../runner/client.ts';
import { Cancelled } from '../workspace/failure.ts';
import { packageRoot } from '../workspace/package.ts';
import type { Io } from './io.ts';
import type { Progress } from './progress.ts';

/** What a run came to; as JSON it is part of what `--format json` prints. */
export interface Ran {
  readonly results: readonly { readonly subject: Subject; readonly result: RunResult; readonly output: string }[];
  /** Why it ended before its end. */
  readonly stopped: { readonly why: StopReason; readonly message: string } | null;
}

const isCheckout = import.meta.url.endsWith('.ts');
const module = join(packageRoot, isCheckout ? 'src/runner/main.ts' : 'dist/runner.js');

/**
 * @param label what is run, for the line of progress
 * @throws Cancelled
 */
export async function ran(request: RunRequest, label: string, io: Io, progress: Progress): Promise<Ran> {
  const results: Ran['results'][number][] = [];
  let stopped: Ran['stopped'] = null;
  let output = '';
  const onEvent = (event: RunEvent): void => {
    if (event.event === 'began') output = '';
    else if (event.event === 'output') output += event.text;
    else if (event.event === 'ended') results.push({ subject: event.subject, result: event.result, output });
    else if (event.event === 'stopped') stopped = { why: event.why, message: event.message };
    if ('subject' in event) progress.show(`${label}: ${doing(event)}`);
  };
  progress.show(label, true);
  await runPrograms(request, { module, signal: io.signal, onEvent });
  const { why } = (stopped as Ran['stopped']) ?? {};
  if (why === 'cancelled') throw new Cancelled();
  return { results, stopped };
}

/** Every program went as it should. */
export function passed({ results, stopped }: Ran): boolean {
  return stopped === null && results.every(({ result }) => result.asExpected);
}

function doing(event: Extract<RunEvent, { subject: Subject }>): string {
  const { name, index, of, version } = event.subject;
  const which = `${version ? `${version}, ` : ''}${of > 1 ? `${index + 1} of ${of}, ` : ''}${name}`;
  if (event.event === 'step') return `${event.text} (${which})`;
  if (event.event !== 'progress') return which;
  const failing = event.failing ? `, ${event.failing.toLocaleString('en')} fail` : '';
  return `${event.schedules.toLocaleString('en')} schedules${failing} (${which})`;
}
