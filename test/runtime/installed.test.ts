import assert from 'node:assert/strict';
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { addRuntime } from '../../src/workspace/add-runtime.ts';
import { node, npm, root, tsc } from './toolbox.ts';

const NODES = [20, 22, 24];

/** Tests of behaviour alone: they run against the installed package on every Node. */
const SUITE = [
  'cancellation-token',
  'context',
  'diagnostics',
  'errors',
  'file-lock',
  'keyed-lazy',
  'keyed-mutex',
  'lazy',
  'mutex',
  'semaphore',
  'task-group',
  'task-registry',
  'wait',
  'testing/known-bugs',
  'testing/trial',
];

/** The ways a project may compile, each with the TypeScript versions that know it. `skipLibCheck` is off in all. */
const CONFIGS: Record<string, { versions: string[]; options: object; extension?: string }> = {
  'nodenext, ES modules': { versions: ['5.4', '6', '7'], options: { module: 'nodenext' }, extension: 'mts' },
  'nodenext, CommonJS': { versions: ['5.4', '6', '7'], options: { module: 'nodenext' }, extension: 'cts' },
  'nodenext, with the types of Node': { versions: ['6', '7'], options: { module: 'nodenext', types: ['node'] } },
  'commonjs, node10': {
    versions: ['5.4', '6'],
    options: { module: 'commonjs', moduleResolution: 'node10' },
    extension: 'cts',
  },
  'commonjs, bundler': {
    versions: ['6', '7'],
    options: { module: 'commonjs', moduleResolution: 'bundler' },
    extension: 'cts',
  },
  'esnext, bundler, with the DOM': {
    versions: ['5.4', '6', '7'],
    options: { module: 'esnext', moduleResolution: 'bundler', lib: ['es2022', 'dom'] },
    extension: 'mts',
  },
};

const consumer = programText('consumer');
const nodeConsumer = programText('consumer-node');
const diagnosticsConsumer = programText('consumer-diagnostics');

function programText(name: string): string {
  const text = readFileSync(join(root, `test/runtime/programs/${name}.ts`), 'utf8');
  return text.replace(/from '.*\/src(\/\w+)?\/index\.ts'/g, "from '@raceguard/runtime$1'");
}

/** What the files of each entry import of the others. */
const OWN = {
  index: /^$/,
  testing: /^\.\/index\.c?js$/,
  node: /^\.\/index\.c?js$/,
  diagnostics: /^\.\/(index|node)\.c?js$/,
};

describe('the packed runtime, installed by add-runtime', function () {
  this.timeout(300_000);
  // Outside the checkout, whose node_modules links to the sources.
  const project = mkdtempSync(join(tmpdir(), 'raceguard-installed-'));
  const programs: { title: string; file: string }[] = [];

  before(() => {
    writeFileSync(join(project, 'package.json'), '{\n  "name": "app",\n  "private": true\n}\n');
    npm(['pack', '--workspace', 'runtime', '--pack-destination', project, '--silent'], root);
    const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'));
    assert.ok(tarball);
    const { version } = JSON.parse(readFileSync(join(root, 'runtime/package.json'), 'utf8'));
    assert.equal(tarball, `raceguard-runtime-${version}.tgz`);
    const { installCommand } = addRuntime(project, { tarball: join(project, tarball), version });
    rmSync(join(project, tarball));
    assert.equal(installCommand, 'npm install');
    npm(['install', '--offline', '--no-audit', '--no-fund'], project);
  });

  after(() => rmSync(project, { recursive: true, force: true }));

  it('holds what a user needs and nothing else', () => {
    const files = readdirSync(join(project, 'node_modules/@raceguard/runtime'), { recursive: true }).sort();
    const dist = ['diagnostics', 'index', 'node', 'testing'].flatMap((name) =>
      ['cjs', 'd.cts', 'd.ts', 'js'].map((extension) => join('dist', `${name}.${extension}`)),
    );
    const docs = ['docs', join('docs', 'api.md'), join('docs', 'choose.md')];
    assert.deepEqual(files, ['LICENSE', 'README.md', 'dist', ...dist, ...docs, 'package.json']);
  });

  it('has no dependencies, and imports nothing but its own parts and, where they are for Node, modules of Node', () => {
    const text = (path: string) => readFileSync(join(project, 'node_modules/@raceguard/runtime', path), 'utf8');
    const manifest = JSON.parse(text('package.json'));
    const kinds = Object.keys(manifest).filter((key) => /dependencies/i.test(key));
    assert.deepEqual(kinds, []);
    for (const name of Object.keys(OWN)) {
      for (const extension of ['js', 'cjs', 'd.ts', 'd.cts']) {
        const imports = [
          ...text(`dist/${name}.${extension}`).matchAll(
            /^(?:import|export)\b[^'";]*?["']([^"']+)["']|\b(?:require|import)\(["']([^"']+)["']\)/gm,
          ),
        ];
        const named = new Set(imports.map(([, a, b]) => a ?? b));
        const own = OWN[name as keyof typeof OWN];
        const node = ['node', 'diagnostics'].includes(name) ? /^node:/ : /^$/;
        const foreign = [...named].filter((specifier = '') => !own.test(specifier) && !node.test(specifier));
        assert.deepEqual(foreign, [], `dist/${name}.${extension}`);
        if (name === 'node' && !extension.startsWith('d')) assert.ok(named.has('node:fs'), 'imports are seen');
      }
    }
  });

  it('installs again from the lockfile, with the tarball alone', () => {
    rmSync(join(project, 'node_modules'), { recursive: true });
    npm(['ci', '--offline', '--no-audit', '--no-fund'], project);
  });

  for (const [title, { versions, options, extension = 'mts' }] of Object.entries(CONFIGS)) {
    for (const version of versions) {
      it(`compiles under TypeScript ${version}: ${title}`, function () {
        const compiler = tsc(version);
        if ('missing' in compiler) return skip(this, compiler.missing);
        const folder = join(project, `${title} ${version}`.replace(/\W+/g, '-'));
        mkdirSync(folder);
        const sources = { main: consumer, node: nodeConsumer, diagnostics: diagnosticsConsumer };
        for (const [name, text] of Object.entries(sources)) writeFileSync(join(folder, `${name}.${extension}`), text);
        const files = Object.keys(sources).map((name) => `${name}.${extension}`);
        const compilerOptions = {
          target: 'es2022',
          lib: ['es2022'],
          types: [],
          typeRoots: [join(root, 'node_modules/@types')],
          strict: true,
          exactOptionalPropertyTypes: false,
          skipLibCheck: false,
          ...(version === '6' ? { ignoreDeprecations: '6.0' } : {}),
          ...options,
        };
        writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
        const { status, stdout } = spawnSync(process.execPath, [compiler.path, '-p', folder], { encoding: 'utf8' });
        assert.deepEqual({ status, stdout }, { status: 0, stdout: '' });
        for (const file of files) {
          programs.push({ title: `${title} ${version}, ${file}`, file: join(folder, file.replace(/ts$/, 'js')) });
        }
      });
    }
  }

  it('can be bundled', async () => {
    writeFileSync(join(project, 'bundled.ts'), consumer);
    for (const format of ['esm', 'cjs'] as const) {
      const outfile = join(project, `bundled.${format === 'esm' ? 'mjs' : 'cjs'}`);
      await build({
        entryPoints: [join(project, 'bundled.ts')],
        outfile,
        format,
        bundle: true,
        target: 'node20',
      });
      programs.push({ title: `bundled ${format}`, file: outfile });
    }
  });

  for (const version of NODES) {
    it(`what was compiled and bundled runs on Node ${version}`, function () {
      const binary = node(version);
      if ('missing' in binary) return skip(this, binary.missing);
      assert.ok(programs.length > 0);
      for (const { title, file } of programs) {
        assert.equal(execFileSync(binary.path, [file], { encoding: 'utf8' }), 'ok\n', title);
      }
    });

    it(`the tests of behaviour pass on Node ${version}`, async function () {
      const binary = node(version);
      if ('missing' in binary) return skip(this, binary.missing);
      await build({
        entryPoints: SUITE.map((name) => join(root, `test/runtime/${name}.test.ts`)),
        outdir: join(project, 'suite'),
        outExtension: { '.js': '.mjs' },
        bundle: true,
        format: 'esm',
        platform: 'node',
        target: 'node20',
        plugins: [
          {
            name: 'the installed package in place of the sources',
            setup: ({ onResolve }) =>
              onResolve({ filter: /runtime\/src\/(\w+\/)?index\.ts$/ }, ({ path }) => ({
                path: path.replace(/.*runtime\/src(\/\w+)?\/index\.ts$/, '@raceguard/runtime$1'),
                external: true,
              })),
          },
        ],
      });
      const mocha = join(root, 'node_modules/mocha/bin/mocha.js');
      const files = SUITE.map((name) => `suite/${name}.test.mjs`);
      const run = spawnSync(binary.path, [mocha, '--reporter', 'dot', ...files], { cwd: project, encoding: 'utf8' });
      assert.equal(run.status, 0, run.stdout + run.stderr);
      assert.match(run.stdout, /\d{3} passing/);
    });
  }
});

function skip(context: Mocha.Context, reason: string): void {
  console.warn(`      ${reason}`);
  context.skip();
}
