// Makes dist/: for each entry one file of code and one of declarations for `import`, and the same pair for `require`.
import { execFileSync } from 'node:child_process';
import { readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
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

/** The entry points of the package: `index` is `.`, each other `./<name>`; `neutral`: an import of a node: module fails. */
const ENTRIES = {
  index: { source: 'index', platform: 'neutral' },
  diagnostics: { source: 'diagnostics/index', platform: 'node' },
  node: { source: 'node/index', platform: 'node' },
  testing: { source: 'testing/index', platform: 'neutral' },
};

const here = dirname(fileURLToPath(import.meta.url));
const fresh = join(here, `.dist-${process.pid}`); // whoever reads dist/ meanwhile finds it whole
try {
  emitDeclarations(join(fresh, 'types'));
  for (const [name, { source, platform }] of Object.entries(ENTRIES)) {
    for (const [format, extension] of Object.entries({ esm: 'js', cjs: 'cjs' })) {
      await build({
        entryPoints: [join(here, `src/${source}.ts`)],
        outfile: join(fresh, `${name}.${extension}`),
        format,
        bundle: true,
        platform,
        target: 'es2022',
        logLevel: 'warning',
        plugins: name === 'index' ? [] : [othersThan(name, extension)],
      });
    }
    const types = declarations(join(fresh, 'types', `${source}.d.ts`));
    writeFileSync(join(fresh, `${name}.d.ts`), types);
    writeFileSync(join(fresh, `${name}.d.cts`), types);
  }
  rmSync(join(fresh, 'types'), { recursive: true });
  swapIn(fresh, join(here, 'dist'));
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** The same classes whichever entry they were imported from: `instanceof` holds, and diagnostics see all objects. */
function othersThan(name, extension) {
  const places = new Map([[join(here, 'src/errors.ts'), `./index.${extension}`]]);
  for (const [entry, { source }] of Object.entries(ENTRIES)) {
    if (entry !== name) places.set(join(here, `src/${source}.ts`), `./${entry}.${extension}`);
  }
  return {
    name: 'what other entries hold',
    setup: ({ onResolve }) =>
      onResolve({ filter: /\/(errors|index)\.ts$/ }, ({ path, resolveDir }) => {
        const place = places.get(join(resolveDir, path));
        return place && { path: place, external: true };
      }),
  };
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

function emitDeclarations(outDir) {
  const tsc = join(dirname(createRequire(import.meta.url).resolve('typescript/package.json')), 'bin/tsc');
  execFileSync(process.execPath, [tsc, '-p', join(here, 'tsconfig.build.json'), '--outDir', outDir], {
    stdio: 'inherit',
  });
}

/** All public declarations of an entry as one text: it imports nothing, so every module resolution reads it alike. */
function declarations(entry) {
  const texts = new Map();
  const read = (file) => {
    if (texts.has(file)) return;
    const text = readFileSync(file, 'utf8');
    texts.set(file, text);
    for (const [, path] of text.matchAll(/from '(\.{1,2}\/[^']*)\.ts'/g)) read(join(dirname(file), `${path}.d.ts`));
  };
  read(entry);
  const index = texts.get(entry);
  texts.delete(entry);
  const declared = [...texts.values()].map((text) =>
    text.replace(/^(import [^;]*|export \{\});\n/gm, '').replace(/^export /gm, ''),
  );
  const exported = [];
  for (const [, type = '', names] of index.matchAll(/^export (type )?\{(.*)\}/gm)) {
    for (const name of names.split(',').filter((part) => part.trim())) exported.push(`  ${type}${name.trim()},\n`);
  }
  return `${HEADER}${declared.join('')}export {\n${exported.join('')}};\n`;
}
