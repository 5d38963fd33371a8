/**
 * Options that newer TypeScript reads in another way or not at all. In each of these projects a naive opening turns
 * imports into `any`, and findings vanish without a word.
 */
import assert from 'node:assert/strict';
import type { Project } from '../../src/compilers/compiler.ts';
import type { CompilerChoice } from '../../src/compilers/open.ts';
import { ask, openConfig, projects } from './support.ts';

describe('traps of compiler options', function () {
  this.timeout(60_000);
  let project: Project | undefined;
  const open = (name: string, compiler: CompilerChoice) => {
    project = openConfig(`${projects}/${name}/tsconfig.json`, { compiler });
    return project;
  };
  afterEach(() => project?.dispose());

  for (const compiler of ['auto', 'classic'] as const) {
    describe(compiler, () => {
      it('`types` of TypeScript 5: all of @types; `strict`: off', () => {
        const opened = open('types-default', compiler);
        const file = `${projects}/types-default/main.ts`;
        assert.equal(ask(opened, file, 'type', 'text').awaitedText, 'string');
        assert.equal(ask(opened, file, 'symbol', 'readFile').package, 'node:fs/promises');
        assert.equal(ask(opened, file, 'symbol', 'EventEmitter').package, 'node:events');
        assert.equal(ask(opened, file, 'type', 'timer').name, 'Timeout');
        assert.equal(ask(opened, file, 'symbol', 'setTimeout').unknown, false);
        assert.equal(ask(opened, file, 'type', 'maybe').nullable, false);
        assert.equal(opened.options.strict, false);
        assert.equal(opened.options.typescript, '5.4.0');
      });

      it('`baseUrl`, inherited, with `paths` relative to it; `moduleResolution: node`', () => {
        const opened = open('base-url', compiler);
        const file = `${projects}/base-url/src/app.ts`;
        assert.equal(ask(opened, file, 'type', 'client').awaitedText, 'import("net/client").Client');
        assert.equal(ask(opened, file, 'type', 'queue').name, 'Queue');
        assert.equal(ask(opened, file, 'type', 'help').awaitedText, 'number');
        assert.equal(ask(opened, file, 'type', 'file').promise, true);
        assert.equal(
          ask(opened, file, 'symbol', 'connect').declarations[0]?.file,
          `${projects}/base-url/src/net/client.ts`,
        );
        assert.equal(opened.options.strict, true);
      });

      it('`target: es5`, `module: amd`, `moduleResolution: classic`, `outFile`', () => {
        const opened = open('old-targets', compiler);
        const file = `${projects}/old-targets/main.ts`;
        assert.equal(ask(opened, file, 'type', 'loaded').awaitedText, 'string');
        assert.equal(ask(opened, file, 'type', 'server').name, 'Server');
        assert.equal(ask(opened, file, 'type', 'map').collection, 'Map');
        assert.equal(opened.options.disposables, false);
      });

      it('`esModuleInterop: false` where a namespace import is called', () => {
        const opened = open('interop-off', compiler);
        assert.equal(opened.compiler.name, 'classic');
        assert.equal(ask(opened, `${projects}/interop-off/main.ts`, 'type', 'called').promise, true);
      });

      it('`esModuleInterop: false` where none is', () => {
        const opened = open('interop-unused', compiler);
        const file = `${projects}/interop-unused/main.ts`;
        assert.equal(opened.compiler.name, compiler === 'auto' ? 'native' : 'classic');
        assert.equal(ask(opened, file, 'type', 'opened').awaitedText, 'fs.promises.FileHandle');
        assert.equal(ask(opened, file, 'symbol', 'path.join').package, 'node:path');
      });

      it('references: read from source, not from outputs that nobody built, each with its own options', () => {
        const opened = open('referenced/app', compiler);
        const file = `${projects}/referenced/app/main.ts`;
        assert.equal(ask(opened, file, 'type', 'connected').awaitedText?.includes('Connection'), true);
        assert.equal(ask(opened, file, 'type', 'closed').promise, true);
        assert.equal(
          ask(opened, file, 'symbol', 'connect').declarations[0]?.file,
          `${projects}/referenced/lib/src/index.ts`,
        );
      });

      it('a Node module without types: known by its specifier', () => {
        const opened = open('no-node-types', compiler);
        const file = `${projects}/no-node-types/main.ts`;
        const names = ['fs.existsSync', 'fsp.readFile', 'fs.promises.rm', 'joinPath', 'cp.spawn'];
        const found = names.map((name) => ask(opened, file, 'symbol', name));
        assert.deepEqual(
          found.map((answer) => `${answer.package} ${answer.name}`),
          [
            'node:fs existsSync',
            'node:fs/promises readFile',
            'node:fs/promises rm',
            'node:path join',
            'node:child_process spawn',
          ],
        );
        assert.equal(ask(opened, file, 'type', 'a').unknown, true);
      });
    });
  }

  it('says what it took for what', () => {
    const note = open('base-url', 'native').notes.find((n) => n.level === 'info');
    assert.match(
      note?.message ?? '',
      /tsconfig\.json is taken as TypeScript 5\.9\.2 reads it.*`moduleResolution: node10` as `bundler`, `baseUrl` as `paths`/,
    );
  });

  it('says why it is not TypeScript 7', () => {
    assert.equal(
      open('interop-off', 'auto').compiler.why,
      'main.ts calls an `import * as`, which TypeScript 7 types as any',
    );
    assert.equal(open('types-default', 'auto').compiler.why, 'default');
  });

  it('warns where TypeScript 7 is asked for and doesn’t suit', () => {
    const { notes, compiler } = open('interop-off', 'native');
    assert.equal(compiler.why, 'asked for');
    assert.match(
      notes.find((n) => n.level === 'warning')?.message ?? '',
      /^Findings may be missing: main\.ts calls an/,
    );
  });

  it('warns of an import that can’t be resolved, once it is asked about', () => {
    const opened = open('no-node-types', 'native');
    assert.equal(opened.notes.length, 0);
    assert.equal(ask(opened, `${projects}/no-node-types/main.ts`, 'symbol', 'WebSocket').unknown, true);
    assert.match(
      opened.notes[0]?.message ?? '',
      /^Findings may be missing: "ws" can't be resolved \(imported in main\.ts\).*Run npm install/,
    );
  });
});
