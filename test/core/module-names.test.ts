import assert from 'node:assert/strict';
import { mayName, moduleNameOf } from '../../src/core/module-names.ts';
import { factsOf } from './facts/support.ts';

describe('module names', () => {
  for (const [file, name] of [
    ['/app/src/pages.ts', 'pages'],
    ['/app/src/pages.test.mts', 'pages.test'],
    ['/app/src/view.tsx', 'view'],
    ['/app/src/old.cjs', 'old'],
  ] as const)
    it(`${file} is the module ${name}`, () => assert.equal(moduleNameOf(factsOf('', file)), name));

  for (const specifier of ['./pages', '../core/pages.js', '@/core/pages.ts', 'app/pages'])
    it(`'${specifier}' may name pages`, () => assert.equal(mayName(specifier, 'pages'), true));

  for (const specifier of ['./subpages', './pages/list', 'pages', undefined])
    it(`'${specifier}' does not`, () => assert.equal(mayName(specifier, 'pages'), false));
});
