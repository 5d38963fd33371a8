import assert from 'node:assert/strict';
import { type Doc, readApi } from '../../scripts/docs-api.ts';
import { root } from './toolbox.ts';

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
