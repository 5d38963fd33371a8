// Makes dist/: one file of code and one of declarations for `import`, and the same pair for `require`.
import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

// For projects whose `lib` has no Symbol.dispose, and for those that have neither the DOM's nor Node's AbortSignal.
const HEADER = `/// <reference lib="esnext.disposable" />

type AbortSignal = typeof globalThis extends { AbortSignal: { prototype: infer T } }
  ? T
  : { readonly aborted: boolean; readonly reason: unknown };
`;

const here = dirname(fileURLToPath(import.meta.url));
const fresh = join(here, `.dist-${process.pid}`); // whoever reads dist/ meanwhile finds it whole
try {
  for (const [format, name] of Object.entries({ esm: 'index.js', cjs: 'index.cjs' })) {
    await build({
      entryPoints: [join(here, 'src/index.ts')],
      outfile: join(fresh, name),
      format,
      bundle: true,
      platform: 'neutral', // an import of a node: module fails the build
      target: 'es2022',
      logLevel: 'warning',
    });
  }
  const types = declarations(join(fresh, 'types'));
  writeFileSync(join(fresh, 'index.d.ts'), types);
  writeFileSync(join(fresh, 'index.d.cts'), types);
  swapIn(fresh, join(here, 'dist'));
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

function swapIn(fresh, place) {
  for (;;) {
    rmSync(place, { recursive: true, force: true });
    try {
      return renameSync(fresh, place);
    } catch (error) {
      if (error.code !== 'ENOTEMPTY' && error.code !== 'EEXIST') throw error; // else another build came between
    }
  }
}

/** All public declarations as one text: it imports nothing, so every module resolution reads it alike. */
function declarations(outDir) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.build.json'), '--outDir', outDir], {
    stdio: 'inherit',
  });
  const emitted = readdirSync(outDir).map((name) => [name, readFileSync(join(outDir, name), 'utf8')]);
  rmSync(outDir, { recursive: true });
  const declared = emitted
    .filter(([name]) => name !== 'index.d.ts')
    .map(([, text]) => text.replace(/^(import .*|export \{\};)\n/gm, '').replace(/^export /gm, ''));
  const exported = [];
  for (const [, type = '', names] of Object.fromEntries(emitted)['index.d.ts'].matchAll(/^export (type )?\{(.*)\}/gm)) {
    for (const name of names.split(',').filter((part) => part.trim())) exported.push(`  ${type}${name.trim()},\n`);
  }
  return `${HEADER}${declared.join('')}export {\n${exported.join('')}};\n`;
}
