import assert from 'node:assert/strict';
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkPackage, createPackageFromTarballData } from '@arethetypeswrong/core';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { npm, root } from './toolbox.ts';

describe('the packed runtime, seen by those who check packages', function () {
  this.timeout(120_000);
  let tarball: Uint8Array<ArrayBuffer>;

  before(() => {
    const folder = mkdtempSync(join(tmpdir(), 'raceguard-packed-'));
    npm(['pack', '--workspace', 'runtime', '--pack-destination', folder, '--silent'], root);
    tarball = new Uint8Array(readFileSync(join(folder, readdirSync(folder)[0] as string)));
    rmSync(folder, { recursive: true });
  });

  it('publint has nothing to say, not even a suggestion', async () => {
    const pack = { tarball: tarball.buffer.slice(tarball.byteOffset, tarball.byteOffset + tarball.byteLength) };
    const { messages, pkg } = await publint({ pack, strict: true, level: 'suggestion' });
    assert.equal(pkg?.name, '@raceguard/runtime');
    assert.deepEqual(
      messages.map((message) => formatMessage(message, pkg)),
      [],
    );
  });

  it('every entry has its types, of the right kind, under every module resolution', async () => {
    const analysis = await checkPackage(createPackageFromTarballData(tarball));
    assert.ok(analysis.types !== false);
    const { exports } = JSON.parse(readFileSync(join(root, 'runtime/package.json'), 'utf8'));
    assert.deepEqual(Object.keys(analysis.entrypoints).sort(), Object.keys(exports).sort());
    assert.deepEqual(analysis.problems, []);
  });
});
