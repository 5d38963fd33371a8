import assert from 'node:assert/strict';
import { type Doc, readApi } from '../../scripts/docs-api.ts';
import { root } from './toolbox.ts';

describe('the public vocabulary', () => {
  const classes = new Map(readApi(root).flatMap(({ exported }) => exported.map((item) => [item.name, item] as const)));
  const membersOf = (name: string): string[] => {
    const item = classes.get(name);
    return item === undefined ? [] : [...item.members.map((one) => one.name), ...membersOf(item.base ?? '')];
  };
  const has = (name: string, words: readonly string[]): void => {
    assert.deepEqual(
      words.filter((word) => !membersOf(name).includes(word)),
      [],
      name,
    );
  };

  it('is the one of the ecosystem: what does the same is called the same', () => {
    for (const lock of ['Mutex', 'KeyedMutex', 'Semaphore', 'FileLock'])
      has(lock, ['acquire', 'tryAcquire', 'runExclusive']);
    has('LockHandle', ['release', '[Symbol.dispose]']);
    has('FileLockHandle', ['release', '[Symbol.dispose]', '[Symbol.asyncDispose]', 'signal']);
    has('TaskGroup', ['signal', 'close', 'cancel', '[Symbol.asyncDispose]']);
    has('TaskRegistry', ['close', 'cancel']);
    for (const token of ['CancellationToken', 'SharedCancellationToken', 'TokenSnapshot'])
      has(token, ['signal', 'reason']);
    has('WaitOptions', ['signal', 'timeout']);
    has('TaskGroupOptions', ['signal', 'timeout', 'name']);
    // Words that others use for one of these.
    const others = /^(lock|unlock|dispose|abort|abortSignal|cancelToken|timeoutMs|stop|destroy)$/;
    for (const name of classes.keys())
      assert.deepEqual(
        membersOf(name).filter((word) => others.test(word)),
        [],
        name,
      );
  });
});

/** That the page made of them is up to date, the test of generated files tells. */
describe('public docstrings', function () {
  this.timeout(30_000);
  const all = readApi(root).flatMap(({ specifier, exported }) =>
    exported.map((item) => ({ ...item, path: `${specifier} ${item.name}` })),
  );
  const members = all.flatMap(({ path, members }) => members.map((one) => ({ ...one, path: `${path}.${one.name}` })));
  const methods = members.filter(({ kind, name }) => kind === 'method' && name !== 'constructor');
  const whole = ({ text, tags }: Doc): string => [text, ...[...tags.values()].flat()].join('\n');
  const paths = (found: readonly { path: string }[]): string[] => found.map(({ path }) => path);

  it('say something of everything that is exported, and of each of its members', () => {
    assert.ok(all.length > 50 && members.length > 150);
    const silent = [...all, ...members].filter(({ doc, name }) => doc.text === '' && name !== 'constructor');
    assert.deepEqual(paths(silent.filter(({ doc }) => !doc.tags.has('throws'))), []);
  });

  it('say of every class and function what it does not promise, and show it at work', () => {
    const shown = all.filter(({ kind }) => kind !== 'type');
    assert.deepEqual(paths(shown.filter(({ doc, name }) => !doc.tags.has('example') && name !== 'FileLockHandle')), []);
    const promising = shown.filter(({ kind }) => kind !== 'error');
    assert.deepEqual(paths(promising.filter(({ doc }) => !doc.tags.has('remarks'))), []);
  });

  it('name the errors of every wait', () => {
    const waits = methods.filter(({ signatures }) => /\b(Sync)?WaitOptions|\bCloseOptions/.test(signatures.join()));
    assert.ok(waits.length > 15);
    const silent = waits.filter(({ doc }) => !doc.tags.has('throws') && !/errors included/.test(doc.text));
    assert.deepEqual(paths(silent), []);
  });

  it('give the unit of every time', () => {
    const times = members.filter(({ name }) => /^(timeout|lease|now|at|deadline)$|Ms$/.test(name));
    assert.ok(times.length > 8);
    assert.deepEqual(paths(times.filter(({ doc }) => !/millisecond|performance\.now/i.test(doc.text))), []);
    const takers = methods.filter(({ signatures }) => /\bms: number/.test(signatures.join()));
    assert.ok(takers.length > 2);
    assert.deepEqual(paths(takers.filter(({ doc }) => !/millisecond/.test(whole(doc)))), []);
  });
});
