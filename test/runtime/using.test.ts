import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './toolbox.ts';

const program = join(root, 'test/runtime/programs/using.ts');
const work = join(root, 'test/.work/using');
const PRINTED = 'true,1,1,task,false,2,0,true,1,1,task,inside,false,2,0';
const WITHOUT = `globalThis.Symbol = Object.create(Symbol, { dispose: { value: undefined }, asyncDispose: { value: undefined } });`;

const printed = (file: string) => execFileSync(process.execPath, [file], { encoding: 'utf8' });

async function downLevelled(name: string, banner: string, contents?: string): Promise<string> {
  const outfile = join(work, `${name}.mjs`);
  await build({
    ...(contents === undefined
      ? { entryPoints: [program] }
      : { stdin: { contents, resolveDir: join(root, 'test/runtime/programs') } }),
    outfile,
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'es2022',
    banner: { js: banner },
  });
  return outfile;
}

describe('`using` and `await using`', () => {
  before(() => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
  });

  it('native', () => assert.equal(printed(program), PRINTED));

  it('down-levelled by esbuild', async () => assert.equal(printed(await downLevelled('esbuild', '')), PRINTED));

  it('down-levelled by esbuild, in an engine without the symbols', async () => {
    assert.equal(printed(await downLevelled('without', WITHOUT)), PRINTED);
  });

  it('down-levelled by TypeScript', async () => {
    const ts = createRequire(import.meta.url)('typescript-classic') as typeof import('typescript-classic');
    const { outputText } = ts.transpileModule(readFileSync(program, 'utf8'), {
      compilerOptions: { target: ts.ScriptTarget.ES2022, module: ts.ModuleKind.ESNext },
    });
    assert.match(outputText, /__addDisposableResource/);
    assert.equal(printed(await downLevelled('typescript', '', outputText)), PRINTED);
  });
});
