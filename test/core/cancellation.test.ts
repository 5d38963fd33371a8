/** What counts as asking whether one was cancelled, and what may be a signal, by names alone. */
import { deepEqual, equal } from 'node:assert/strict';
import { asksIfCancelled, candidatesIn, makesController, namedAs } from '../../src/core/cancellation.ts';
import { textOf } from '../../src/core/syntax.ts';
import { factsOf, fnOf } from './facts/support.ts';

function asks(body: string): boolean {
  const facts = factsOf(`function f() { ${body} }`);
  return asksIfCancelled(facts, fnOf(facts, 'f').node.body!);
}

describe('cancellation', () => {
  for (const body of [
    'if (signal.aborted) throw error;',
    'signal.throwIfAborted();',
    'if (token.isCancellationRequested) return;',
    'if (run.cancelled) return;',
    "if (error.name === 'AbortError') return;",
    'if (isAbortError(error)) return;',
    'if (error instanceof CancellationError) return;',
    "switch (error.code) { case 'ABORT_ERR': return; }",
    "if (String(error).includes('aborted')) return;",
    'await retry(task, abortSignal);',
  ])
    it(`is asked about by: ${body}`, () => equal(asks(body), true));

  for (const body of [
    "console.error('aborted');",
    'log(`cancelled: ${id}`);',
    "log('cancelled: ' + id);",
    'controller.abort();',
    'this.abortController.abort();',
    "window.addEventListener('x', () => { if (signal.aborted) return; });",
    'if (error instanceof Error) throw error;',
  ])
    it(`is not asked about by: ${body}`, () => equal(asks(body), false));

  it('tells signals, controllers and tokens by their names, a mere token by none', () => {
    const { tree, calls } = factsOf('f(signal, options.abortSignal, this.controller, cancellationToken, token, name);');
    const kinds = calls[0]!.arguments!.map((argument) => namedAs(tree, argument));
    deepEqual(kinds, ['signal', 'signal', 'controller', 'token', undefined, undefined]);
  });

  it('looks for signals among arguments and the properties of options', () => {
    const { tree, calls } = factsOf('fetch(url, { signal, method: verb, ...rest });');
    deepEqual(
      candidatesIn(tree, calls[0]!).map((node) => textOf(tree, node)),
      ['url', 'signal', 'verb'],
    );
  });

  it('knows what makes a controller', () => {
    const { tree, calls } = factsOf('new AbortController(); new vscode.CancellationTokenSource(); new Map();');
    deepEqual(
      calls.map((call) => makesController(tree, call)),
      [true, true, false],
    );
  });
});
