import assert from 'node:assert/strict';
import { chmodSync, existsSync, readdirSync, statSync, symlinkSync } from 'node:fs';
import { addRuntime } from '../../src/workspace/add-runtime.ts';
import { Failure } from '../../src/workspace/failure.ts';
import { Folder } from './folder.ts';

const MANIFEST = '{\n  "name": "app",\n  "version": "1.0.0"\n}\n';
const SPEC = 'file:.raceguard/raceguard-runtime-1.0.0.tgz';

/** A project and, beside it, a packed runtime. */
function project(files: Record<string, string> = { 'package.json': MANIFEST }): Folder {
  const named = Object.entries(files).map(([name, text]) => [`app/${name}`, text]);
  return new Folder({ ...Object.fromEntries(named), 'packed.tgz': 'packed', 'packed-2.tgz': 'packed 2' });
}

function add(folder: Folder, dir = 'app', version = '1.0.0') {
  const tarball = folder.at(version === '1.0.0' ? 'packed.tgz' : 'packed-2.tgz');
  return addRuntime(folder.at(dir), { tarball, version });
}

describe('add-runtime', () => {
  it('copies the tarball beside package.json, lists it, and says how to install', () => {
    using folder = project();
    const { packageJson, tarball, changed, installCommand } = add(folder);
    assert.equal(packageJson, folder.at('app/package.json'));
    assert.equal(tarball, folder.at('app/.raceguard/raceguard-runtime-1.0.0.tgz'));
    assert.deepEqual([changed, installCommand], [true, 'npm install']);
    assert.equal(folder.read('app/.raceguard/raceguard-runtime-1.0.0.tgz'), 'packed');
    assert.equal(JSON.parse(folder.read('app/package.json')).dependencies['@raceguard/runtime'], SPEC);
  });

  it('the folder can be committed even where *.tgz is ignored, and says what it is', () => {
    using folder = project();
    add(folder);
    assert.match(
      folder.read('app/.raceguard/.gitignore'),
      /^# The packed @raceguard\/runtime .* Commit.*\n!\*\.tgz\n$/,
    );
  });

  it('does nothing the second time', () => {
    using folder = project();
    add(folder);
    const times = () =>
      ['package.json', '.raceguard/raceguard-runtime-1.0.0.tgz', '.raceguard/.gitignore'].map(
        (name) => statSync(folder.at(`app/${name}`)).mtimeMs,
      );
    const before = times();
    assert.equal(add(folder).changed, false);
    assert.deepEqual(times(), before);
  });

  it('finds the nearest package.json above the folder it is given', () => {
    using folder = project({
      'package.json': MANIFEST,
      'packages/a/package.json': MANIFEST,
      'packages/a/src/x.ts': '',
    });
    assert.equal(add(folder, 'app/packages/a/src').packageJson, folder.at('app/packages/a/package.json'));
    assert.equal(folder.read('app/package.json'), MANIFEST);
    assert.ok(existsSync(folder.at('app/packages/a/.raceguard')));
  });

  it('an upgrade points to the new tarball and removes the old one', () => {
    using folder = project();
    add(folder);
    folder.write('app/.raceguard/own.tgz', 'not ours');
    assert.equal(add(folder, 'app', '1.1.0').changed, true);
    assert.deepEqual(readdirSync(folder.at('app/.raceguard')).sort(), [
      '.gitignore',
      'own.tgz',
      'raceguard-runtime-1.1.0.tgz',
    ]);
    assert.match(folder.read('app/package.json'), /raceguard-runtime-1\.1\.0\.tgz/);
    assert.equal(add(folder, 'app', '1.1.0').changed, false);
  });

  it('removes the old tarball last: if that fails, package.json has the new one', () => {
    using folder = project();
    folder.write('app/.raceguard/raceguard-runtime-0.9.0.tgz/stuck', 'a folder, which is not removed');
    assert.throws(() => add(folder), /raceguard-runtime-0\.9\.0\.tgz can't be removed: .* remove it yourself/);
    assert.match(folder.read('app/package.json'), /raceguard-runtime-1\.0\.0\.tgz/);
    assert.equal(folder.read('app/.raceguard/raceguard-runtime-1.0.0.tgz'), 'packed');
  });

  it('another build of the same version replaces the tarball', () => {
    using folder = project();
    add(folder);
    folder.write('packed.tgz', 'PACKED');
    assert.equal(add(folder).changed, true);
    assert.equal(folder.read('app/.raceguard/raceguard-runtime-1.0.0.tgz'), 'PACKED');
  });

  describe('leaves every other byte of package.json', () => {
    const cases: Record<string, [before: string, after: string]> = {
      'two spaces, new section before devDependencies': [
        '{\n  "name": "app",\n  "files": ["a", "b"],\n  "devDependencies": {}\n}\n',
        `{\n  "name": "app",\n  "files": ["a", "b"],\n  "dependencies": {\n    "@raceguard/runtime": "${SPEC}"\n  },\n  "devDependencies": {}\n}\n`,
      ],
      'tabs, CRLF, no newline at the end, new section last': [
        '{\r\n\t"name": "app"\r\n}',
        `{\r\n\t"name": "app",\r\n\t"dependencies": {\r\n\t\t"@raceguard/runtime": "${SPEC}"\r\n\t}\r\n}`,
      ],
      'in the order of the alphabet': [
        '{\n    "dependencies": {\n        "@a/b": "1",\n        "zod": "3"\n    },\n    "x": { "y": [1, {"z": "}"}] }\n}\n',
        `{\n    "dependencies": {\n        "@a/b": "1",\n        "@raceguard/runtime": "${SPEC}",\n        "zod": "3"\n    },\n    "x": { "y": [1, {"z": "}"}] }\n}\n`,
      ],
      'last in the section': [
        '{\n  "dependencies": {\n    "@a/b": "1"\n  }\n}\n',
        `{\n  "dependencies": {\n    "@a/b": "1",\n    "@raceguard/runtime": "${SPEC}"\n  }\n}\n`,
      ],
      'an empty section': [
        '{\n  "dependencies": {}\n}\n',
        `{\n  "dependencies": {\n    "@raceguard/runtime": "${SPEC}"\n  }\n}\n`,
      ],
      'an older spec, escapes and braces in strings': [
        '{"a\\"{": "}", "dependencies": {"@raceguard/runtime" : "file:.raceguard/raceguard-runtime-0.9.0.tgz"}}',
        `{"a\\"{": "}", "dependencies": {"@raceguard/runtime": "${SPEC}"}}`,
      ],
      'where it is listed already, it stays a devDependency': [
        '{\n  "dependencies": {},\n  "devDependencies": {\n    "@raceguard/runtime": "^0.9.0"\n  }\n}\n',
        `{\n  "dependencies": {},\n  "devDependencies": {\n    "@raceguard/runtime": "${SPEC}"\n  }\n}\n`,
      ],
      'on one line': ['{ "name": "app" }', `{ "name": "app", "dependencies": { "@raceguard/runtime": "${SPEC}" } }`],
      'a byte order mark': [
        '\uFEFF{ "a": 1 }',
        `\uFEFF{ "a": 1, "dependencies": { "@raceguard/runtime": "${SPEC}" } }`,
      ],
    };
    for (const [name, [before, after]] of Object.entries(cases)) {
      it(name, () => {
        using folder = project({ 'package.json': before });
        add(folder);
        assert.equal(folder.read('app/package.json'), after);
        assert.equal(add(folder).changed, false);
      });
    }

    it('an empty object', () => {
      using folder = project({ 'package.json': '{}\n' });
      add(folder);
      assert.deepEqual(JSON.parse(folder.read('app/package.json')), { dependencies: { '@raceguard/runtime': SPEC } });
    });

    it('its mode, and a symbolic link to it', () => {
      using folder = project({ 'real.json': MANIFEST });
      chmodSync(folder.at('app/real.json'), 0o640);
      symlinkSync('real.json', folder.at('app/package.json'));
      add(folder);
      assert.match(folder.read('app/real.json'), /raceguard-runtime/);
      assert.equal(statSync(folder.at('app/real.json')).mode & 0o777, 0o640);
    });
  });

  it('leaves a project alone that takes the runtime from its own tree', () => {
    const manifest = '{ "dependencies": { "@raceguard/runtime": "workspace:*" } }';
    using folder = project({ 'package.json': manifest });
    assert.equal(add(folder).changed, false);
    assert.deepEqual(readdirSync(folder.at('app')), ['package.json']);
  });

  describe('the install command is that of', () => {
    const workspaces = '{ "workspaces": ["packages/*"] }';
    const cases: Record<string, [command: string, files: Record<string, string>]> = {
      'npm where nothing tells': ['npm install', {}],
      'npm by its lockfile': ['npm install', { 'package-lock.json': '' }],
      'pnpm by its lockfile': ['pnpm install', { 'pnpm-lock.yaml': '' }],
      'yarn by its lockfile': ['yarn install', { 'yarn.lock': '' }],
      'bun by its lockfile': ['bun install', { 'bun.lock': '' }],
      'the packageManager field before a lockfile': [
        'yarn install',
        { 'package.json': '{ "packageManager": "yarn@4.1.0" }', 'package-lock.json': '' },
      ],
      "a workspaces root's lockfile": ['yarn install', { '../package.json': workspaces, '../yarn.lock': '' }],
      "a pnpm workspace's root": ['pnpm install', { '../pnpm-workspace.yaml': '', '../pnpm-lock.yaml': '' }],
      'npm below a folder that is no workspaces root': ['npm install', { '../package.json': '{}', '../yarn.lock': '' }],
      'npm where the repository ends below that root': [
        'npm install',
        { '../package.json': workspaces, '../yarn.lock': '', '.git/HEAD': '' },
      ],
    };
    for (const [name, [command, files]] of Object.entries(cases)) {
      it(name, () => {
        using folder = project({ 'package.json': MANIFEST, ...files });
        assert.equal(add(folder).installCommand, command);
      });
    }
  });

  describe('refuses, naming the file, the cause and the remedy, and changes nothing', () => {
    const refuses = (folder: Folder, message: RegExp, act = () => add(folder)) => {
      const before = existsSync(folder.at('app/package.json')) && folder.read('app/package.json');
      assert.throws(act, (error) => error instanceof Failure && message.test(error.message));
      assert.equal(existsSync(folder.at('app/package.json')) && folder.read('app/package.json'), before);
    };

    it('a folder that is not there', () => {
      using folder = project();
      refuses(folder, /nowhere can't be searched: there is no such file or folder\. Name/, () =>
        add(folder, 'nowhere'),
      );
    });

    it('no package.json at all', () => {
      using folder = project({ 'readme.md': '' });
      refuses(folder, /^No package\.json was found in .*app or above it\. Run `npm init`/);
    });

    it('one that does not parse', () => {
      using folder = project({ 'package.json': '{ "name": }' });
      refuses(folder, /app.package\.json can't be parsed: .*\. Repair it/);
      assert.equal(existsSync(folder.at('app/.raceguard')), false);
    });

    it('one that holds no object, or dependencies that are none', () => {
      using list = project({ 'package.json': '[]' });
      refuses(list, /package\.json can't be used: it holds no object/);
      using odd = project({ 'package.json': '{ "dependencies": [] }' });
      refuses(odd, /package\.json can't be used: its "dependencies" is no object/);
    });

    it('the runtime itself', () => {
      using folder = project({ 'package.json': '{ "name": "@raceguard/runtime" }' });
      refuses(folder, /is @raceguard\/runtime itself/);
    });

    it('a read-only package.json, and keeps the older tarball', () => {
      using folder = project();
      add(folder);
      chmodSync(folder.at('app/package.json'), 0o444);
      refuses(folder, /package\.json can't be changed: it is read-only\. Make it/, () => add(folder, 'app', '1.1.0'));
      assert.deepEqual(readdirSync(folder.at('app/.raceguard')), ['.gitignore', 'raceguard-runtime-1.0.0.tgz']);
    });

    it('a folder that cannot be made', () => {
      using folder = project({ 'package.json': MANIFEST, '.raceguard': 'a file' });
      refuses(folder, /\.raceguard can't be written: .*\. Make its folder writable/);
    });

    it('a packed runtime that is not there', () => {
      using folder = project();
      const act = () => addRuntime(folder.at('app'), { tarball: folder.at('gone.tgz'), version: '1.0.0' });
      refuses(folder, /gone\.tgz can't be read: there is no such file or folder\. Install or build/, act);
    });
  });
});
