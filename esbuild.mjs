// `npm run build`: makes dist/, which the published package consists of. Runs on Node 20.
//   dist/cli.js              the command line, in one file but for the compilers
//   dist/extension.cjs       the VS Code extension
//   dist/service.js          its analysis process, which takes compilers from the workspace or the editor
//   dist/runner.js           the process that runs programs: scenarios, and users' own (dist/runner/: what only these take)
//   dist/plugin/             the tsserver plugin: the package that tsserver looks for in node_modules/ of the extension's
//                            folder. The build puts it there, too, for a checkout; a .vsix needs it there and not here.
//   dist/panel/              script and style of the page in which scenarios are shown
//   dist/rules/<id>.md       the page of each rule
//   dist/scenarios/          the programs of the scenarios, compiled, and the list of them
//   dist/*.tgz               @raceguard/runtime, packed: `raceguard add-runtime` copies it into projects
//   dist/licenses.txt        of the packages that the bundle holds
import { execFileSync } from 'node:child_process';
import {
  copyFileSync,
  existsSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'esbuild';

const root = dirname(fileURLToPath(import.meta.url));
const dist = join(root, 'dist');
// Built beside and then swapped in: whoever reads dist/ meanwhile finds it whole.
const fresh = join(root, `.dist-${process.pid}`);

/** As src/protocol/plugin.ts and package.json have it. */
const pluginName = 'raceguard-tsserver-plugin';

try {
  const compilers = { external: ['typescript', 'typescript-classic'] };
  const command = await bundle('src/cli/cli.ts', 'cli.js', compilers);
  // Names stay: they are what a stack in a report of a defect tells.
  const service = await bundle('src/service/main.ts', 'service.js', {
    ...compilers,
    minifyWhitespace: true,
    minifySyntax: true,
  });
  const runner = await bundleRunner();
  // An extension host loads it: CommonJS, and small, for it is read before the first finding can come.
  const extension = await bundle('src/extension/main.ts', 'extension.cjs', {
    format: 'cjs',
    minify: true,
    plugins: [vscodeOnce()],
  });
  await bundlePanel();
  const plugin = await bundlePlugin();
  writeFileSync(
    join(fresh, 'licenses.txt'),
    licenses([...new Set([...command, ...service, ...runner, ...extension, ...plugin])]),
  );
  copyDocs();
  await fillScenarios();
  packRuntime();
  swapIn();
  placePlugin();
} finally {
  rmSync(fresh, { recursive: true, force: true });
}

/** Returns what went into it. What may be how large stands in scripts/vsix-limits.ts: packing sees to it. */
async function bundle(entry, name, options) {
  const { metafile } = await build({
    entryPoints: [resolve(root, entry)],
    outfile: join(fresh, name),
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    mainFields: ['module', 'main'],
    legalComments: 'none',
    metafile: true,
    logLevel: 'warning',
    ...options,
  });
  return Object.keys(metafile.inputs);
}

/** Loaders of users' TypeScript are large, and apart: scenarios don't wait for them. Names stay: programs are told by them. */
function bundleRunner() {
  return bundle('src/runner/main.ts', 'runner.js', {
    outfile: undefined,
    outdir: fresh,
    entryNames: 'runner',
    chunkNames: 'runner/[name]-[hash]',
    splitting: true,
    minifyWhitespace: true,
    minifySyntax: true,
    external: ['esbuild'],
    // Of a package that is CommonJS.
    banner: {
      js: "import { createRequire as __createRequire } from 'node:module'; const require = __createRequire(import.meta.url);",
    },
  });
}

/** Each module that imports VS Code's API would copy it, name by name: a third of the time that the bundle takes to load. */
function vscodeOnce() {
  return {
    name: 'vscode-once',
    setup({ onResolve, onLoad }) {
      onResolve({ filter: /^vscode$/ }, ({ namespace }) =>
        namespace === 'once' ? { path: 'vscode', external: true } : { path: 'vscode', namespace: 'once' },
      );
      onLoad({ filter: /.*/, namespace: 'once' }, () => ({ contents: "export * from 'vscode';", resolveDir: root }));
    },
  };
}

/** For the browser that a webview is: that of the oldest VS Code there may be. */
async function bundlePanel() {
  const webview = join(root, 'src/extension/scenarios/webview');
  const options = { platform: 'browser', format: 'iife', target: 'chrome128', minify: true };
  await bundle(join(webview, 'main.ts'), 'panel/panel.js', options);
  await bundle(join(webview, 'panel.css'), 'panel/panel.css', options);
}

/** tsserver brings TypeScript along and calls the module itself. */
async function bundlePlugin() {
  const { version, license } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const inputs = await bundle('src/plugin/index.ts', 'plugin/index.js', {
    format: 'cjs',
    minify: true,
    define: { RACEGUARD_VERSION: JSON.stringify(version) },
    footer: { js: 'module.exports = module.exports.init;' },
    plugins: [kindsAsNumbers()],
  });
  const manifest = { name: pluginName, version, license, main: 'index.js' };
  writeFileSync(join(fresh, 'plugin/package.json'), `${JSON.stringify(manifest, null, 2)}\n`);
  return inputs;
}

/** `K.AwaitExpression` becomes its number: the names are a twentieth of the plugin. */
function kindsAsNumbers() {
  const [, list] = /^const names = \[(.*?)^\] as const/ms.exec(readFileSync(join(root, 'src/core/syntax.ts'), 'utf8'));
  const names = [...list.matchAll(/^ {2}'(\w+)',$/gm)].map((match) => match[1]);
  const number = (kind, name) => (names.includes(name) ? String(names.indexOf(name)) : kind);
  return {
    name: 'kinds-as-numbers',
    setup({ onLoad }) {
      onLoad({ filter: /[\\/]src[\\/](core|rules)[\\/].*\.ts$/ }, ({ path }) => ({
        contents: readFileSync(path, 'utf8').replace(/\bK\.(\w+)/g, number),
        loader: 'ts',
      }));
    },
  };
}

function placePlugin() {
  const place = join(root, 'node_modules', pluginName);
  mkdirSync(place, { recursive: true });
  for (const name of readdirSync(join(dist, 'plugin'))) {
    copyFileSync(join(dist, 'plugin', name), join(place, `${name}-${process.pid}`));
    renameSync(join(place, `${name}-${process.pid}`), join(place, name));
  }
}

function licenses(inputs) {
  const folders = new Set(inputs.flatMap((path) => /^.*node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []));
  return [...folders]
    .sort()
    .map((folder) => {
      const file = readdirSync(join(root, folder)).find((name) => /^licen[sc]e/i.test(name));
      if (!file) throw new Error(`${folder} has no licence file: it can't be bundled.`);
      return `${folder.split('node_modules/').at(-1)}\n\n${readFileSync(join(root, folder, file), 'utf8').trim()}\n`;
    })
    .join(`\n${'-'.repeat(80)}\n\n`);
}

function copyDocs() {
  const rules = join(root, 'src/rules');
  mkdirSync(join(fresh, 'rules'), { recursive: true });
  for (const id of readdirSync(rules)) {
    const page = join(rules, id, 'docs.md');
    if (!existsSync(page)) continue;
    // The pictures of a page lie beside it.
    const text = readFileSync(page, 'utf8').replace(/\]\((?:\.\.\/)+docs\/(\w+)\/([\w-]+\.svg)\)/g, (_, kind, name) => {
      copyFileSync(join(root, 'docs', kind, name), join(fresh, 'rules', name));
      return `](${name})`;
    });
    writeFileSync(join(fresh, 'rules', `${id}.md`), text);
  }
}

async function fillScenarios() {
  const script = join(fresh, 'fill-scenarios.mjs');
  await bundle('scripts/scenarios.ts', 'fill-scenarios.mjs', {});
  const { writeScenarios } = await import(pathToFileURL(script).href);
  rmSync(script);
  await writeScenarios(root, join(fresh, 'scenarios'));
}

function packRuntime() {
  if (!existsSync(join(root, 'runtime/build.mjs'))) return;
  const npm = process.platform === 'win32' ? 'npm.cmd' : 'npm';
  const args = ['pack', '--workspace', 'runtime', '--pack-destination', fresh, '--silent'];
  execFileSync(npm, args, { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], shell: process.platform === 'win32' });
}

function swapIn() {
  const old = `${fresh}-old`;
  for (let tries = 1; ; tries++) {
    try {
      if (existsSync(dist)) renameSync(dist, old);
      renameSync(fresh, dist);
      break;
    } catch (error) {
      // Another build was swapped in between the two steps.
      if (tries === 3) throw error;
    } finally {
      rmSync(old, { recursive: true, force: true });
    }
  }
}
