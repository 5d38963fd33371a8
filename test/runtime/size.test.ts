import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build } from 'esbuild';

const runtime = fileURLToPath(new URL('../../runtime/', import.meta.url));

async function size(program: string): Promise<number> {
  const { outputFiles } = await build({
    stdin: { contents: program, resolveDir: `${runtime}src` },
    bundle: true,
    minify: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    target: 'es2022',
  });
  return gzipSync(outputFiles[0]?.contents ?? '', { level: 9 }).length;
}

describe('size, minified and gzipped', () => {
  it('all of it is below what the README says', async () => {
    const bytes = await size("export * from './index.ts';");
    const said = readFileSync(`${runtime}README.md`, 'utf8').match(/under (\d) KB minified and gzipped/)?.[1];
    assert.equal(said, '6');
    assert.ok(bytes > 1000 && bytes < 6000, `${bytes} bytes`);
  });

  it('who uses one primitive does not carry the others', async () => {
    const bytes = await size("export { Mutex } from './index.ts';");
    assert.ok(bytes < 1700, `${bytes} bytes`);
  });
});
