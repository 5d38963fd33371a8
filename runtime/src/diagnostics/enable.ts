import type { Diagnosis } from './diagnosis.ts';
import { dropped } from './dropped.ts';
import { patch } from './patch.ts';
import { WaitGraph } from './wait-graph.ts';

/** Whom diagnostics tell, and when. */
export interface DiagnosticsOptions {
  /** Told each finding. Left out: `process.emitWarning`. */
  readonly onDiagnosis?: ((diagnosis: Diagnosis) => void) | undefined;
  /** Milliseconds that a wait for oneself has to last until it is told: it might end otherwise. 1,000 if left out. */
  readonly patienceMs?: number | undefined;
}

let off: (() => void) | undefined;

/**
 * Finds, while the program runs, what no lint can see: re-entry, waiting for oneself (also in a circle of several),
 * locks and groups that were dropped unreleased. Gives `onStuck` of a TaskGroup the stacks of where tasks were spawned.
 *
 * For development on Node: it follows each chain of calls by AsyncLocalStorage, which slows every `await`. Nothing of
 * it is loaded or paid for unless this entry is imported and this function called.
 *
 * Returns a function that switches it off. Switching on twice replaces the options.
 *
 * @remarks Who enters by `runExclusive`, `get`, `track`, `spawn` and `run` is followed; who holds a lock by `acquire`
 * is known by its place in the source alone. Objects that are dropped are told when the engine collects them, so
 * perhaps never.
 *
 * @example
 * ```ts
 * import { Mutex } from '@raceguard/runtime';
 * import { enableDiagnostics } from '@raceguard/runtime/diagnostics';
 *
 * const disable = enableDiagnostics({ onDiagnosis: ({ code }) => console.log(code), patienceMs: 10 });
 * const mutex = new Mutex({ name: 'balance' });
 * const deposit = () => mutex.runExclusive(() => sleep(1), { timeout: 100 });
 * await mutex.runExclusive(deposit).catch(() => {}); // prints RACEGUARD_SELF_WAIT
 * disable();
 * ```
 */
export function enableDiagnostics(options: DiagnosticsOptions = {}): () => void {
  off?.();
  const tell = options.onDiagnosis ?? warn;
  const graph = new WaitGraph(tell, options.patienceMs ?? 1000);
  const restore = patch(graph, dropped(tell));
  const atEnd = () => graph.endOfProcess();
  process.on('beforeExit', atEnd);
  const disable = () => {
    if (off !== disable) return;
    off = undefined;
    process.off('beforeExit', atEnd);
    restore();
    graph.stop();
  };
  off = disable;
  return disable;
}

function warn({ code, message }: Diagnosis): void {
  process.emitWarning(message, { type: 'RaceguardWarning', code });
}
