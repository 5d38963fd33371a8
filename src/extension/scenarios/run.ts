/** Runs programs outside of the extension host, and sees to it that nothing of them outlives it. */
import { join } from 'node:path';
import * as vscode from 'vscode';
import type { RunEvent, RunRequest } from '../../protocol/runner.ts';
import { runPrograms } from '../../runner/client.ts';

/** As src/runner/client.ts has it, with what it needs to know of this editor. */
export type RunPrograms = (
  request: RunRequest,
  options: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
) => Promise<void>;

const closing = new AbortController();
const running = new Set<Promise<void>>();

/** The same for all who run scenarios or programs in this editor. */
export function runsOf(extension: vscode.Uri): RunPrograms {
  return async (request, { signal, onEvent }) => {
    const run = runPrograms(request, {
      module: join(extension.fsPath, 'dist', 'runner.js'),
      signal: AbortSignal.any([signal, closing.signal]),
      onEvent,
      trusted: vscode.workspace.isTrusted,
    });
    running.add(run);
    try {
      await run;
    } finally {
      running.delete(run);
    }
  };
}

/** Cancels all runs; there will be no more. Resolves when nothing of them is left. */
export async function endRuns(): Promise<void> {
  closing.abort();
  await Promise.allSettled(running);
}
