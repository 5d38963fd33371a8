import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../toolbox.ts';
import { MUTANTS } from './mutants.ts';

/** The run itself takes minutes: `npm run mutants:runtime`. */
describe('the invariants that are broken one at a time', () => {
  it('each have their line in the source, once, and tests that are there', () => {
    assert.ok(MUTANTS.length > 10);
    for (const { invariant, file, from, to, tests } of MUTANTS) {
      const text = readFileSync(join(root, 'runtime/src', file), 'utf8');
      assert.equal(text.split(from).length - 1, 1, `${file}: ${invariant}`);
      assert.notEqual(from, to, invariant);
      for (const name of tests) assert.ok(existsSync(join(root, `test/runtime/${name}.test.ts`)), name);
    }
  });
});
