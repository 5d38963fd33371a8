/** What is a test, told by the names of files and folders from where their project lies. */
import { equal } from 'node:assert/strict';
import { rootOf } from '../../../src/compilers/claims.ts';
import { isTestPlace, placeOf } from '../../../src/core/facts/places.ts';

describe('a test, mock, benchmark or example', () => {
  const place = (fileName: string, configFile: string | undefined, folder: string, expected: boolean) =>
    it(`is ${expected ? '' : 'not '}${fileName} of ${configFile ?? folder}`, () =>
      equal(isTestPlace(placeOf(fileName, rootOf({ configFile, folder }))), expected));
  const ofConfig = (fileName: string, configFile: string, expected: boolean) =>
    place(fileName, configFile, configFile.replace(/\/[^/]*$/, ''), expected);

  ofConfig('/home/me/app/src/a.test.ts', '/home/me/app/tsconfig.json', true);
  ofConfig('/home/me/app/src/a.spec.tsx', '/home/me/app/tsconfig.json', true);
  ofConfig('/home/me/app/src/mocks/a.ts', '/home/me/app/tsconfig.json', true);
  ofConfig('/repo/packages/e2e/a.ts', '/repo/packages/e2e/tsconfig.json', true);
  ofConfig('/home/me/tests/app/src/a.ts', '/home/me/tests/app/tsconfig.json', false);
  ofConfig('/home/me/app/src/contest/latest.ts', '/home/me/app/tsconfig.json', false);
  ofConfig('/tsconfig/a.ts', '/tsconfig.json', false);
  ofConfig('/test/a.ts', '/tsconfig.json', true);
  // A file that the configuration takes in from elsewhere: `../../packages/shared`.
  ofConfig('/home/me/examples/shop/packages/shared/a.ts', '/home/me/examples/shop/apps/web/tsconfig.json', false);
  ofConfig('/home/me/examples/shop/packages/shared/test/a.ts', '/home/me/examples/shop/apps/web/tsconfig.json', true);
  ofConfig('d:/tests/a.ts', 'c:/app/tsconfig.json', true);
  // Somebody named the folder, or a file in it.
  place('/home/me/examples/a.ts', undefined, '/home/me/examples', false);
  place('/home/me/examples/test/a.ts', undefined, '/home/me/examples', true);
});
