import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, existsSync, readdirSync } from 'node:fs';
import { Folder } from './folder.ts';
import { start, testRules } from './process.ts';

const tsconfig = '{ "compilerOptions": { "strict": true, "types": [], "noEmit": true } }';
const bad = 'export async function f(): Promise<number> {\n  const BAD = 1;\n  return BAD;\n}\n';
const env = { RACEGUARD_TEST_RULES: testRules };
const check = (folder: Folder, args: readonly string[] = [], options: Parameters<typeof start>[2] = {}) =>
  start(folder.path, ['check', ...args], { ...options, env: { ...env, ...options.env } });

describe('the process', () => {
  it('prints the version and help', async () => {
    using folder = new Folder();
    match((await start(folder.path, ['--version'])).stdout, /^\d+\.\d+\.\d+\n$/);
    match((await start(folder.path, ['check', '--help'])).stdout, /Exit codes/);
  });

  for (const compiler of ['native', 'classic'] as const) {
    it(`checks a project with the ${compiler} compiler`, async () => {
      using folder = new Folder({ 'tsconfig.json': tsconfig, 'src/a.ts': bad, 'src/b.ts': 'export const b = 1;\n' });
      const { code, stdout, stderr } = await check(folder, ['--format', 'json', '--compiler', compiler]);
      deepEqual([code, stderr], [1, '']);
      const report = JSON.parse(stdout);
      equal(report.compiler, compiler);
      equal(report.files, 2);
      deepEqual(
        report.findings.map((f: Record<string, unknown>) => [f.file, f.line, f.column, f.endLine, f.endColumn]),
        [
          ['src/a.ts', 2, 9, 2, 12],
          ['src/a.ts', 3, 10, 3, 13],
        ],
      );
    });

    it(`finds suppressions in the trees of the ${compiler} compiler, and nothing that only looks like one`, async () => {
      const d = '// raceguard-disable-line no-bad';
      using folder = new Folder({
        'tsconfig.json': '{ "compilerOptions": { "types": [], "jsx": "preserve", "checkJs": true, "noEmit": true } }',
        'a.tsx': `/* raceguard-disable always-throws -- not used */
export async function f() {
  const BAD = '${d}';
  const a = \`\${BAD} ${d} \${1} ${d}\`;
  const b = [/[/*] raceguard-disable-line/, BAD]; /* raceguard-disable-line no-bad -- here */
  // raceguard-disable-next-line no-bad -- here, too
  type T = \`${d}\${typeof BAD}\`;
  return <a title="${d}">{BAD} ${d} {BAD /* raceguard-disable-line RG901 */}
    {/* raceguard-disable-next-line no-bad */}
    <b>{BAD}</b>
  </a>;
}
`,
        'b.js': `/**
 * @type {Promise<number>}
 */
let p;
/** raceguard-disable-next-line no-bad */
export async function BAD(/** @type {number} */ x) { /* raceguard-disable-line no-bad */ return x; }
`,
      });
      const { stdout, stderr } = await check(folder, ['--format', 'json', '--compiler', compiler]);
      deepEqual(
        JSON.parse(stdout).findings.map((f: { file: string; line: number }) => `${f.file}:${f.line}`),
        ['a.tsx:3', 'a.tsx:4'],
      );
      deepEqual(
        stderr.match(/^.*Unused.*$/gm)?.map((line) => line.slice(0, 70)),
        [
          'a.tsx:1:22  warning  Unused suppression: `always-throws` reports nothi',
          'b.js:6:80  warning  Unused suppression: `no-bad` reports nothing on th',
        ],
      );
    });

    it(`fixes over several rounds with the ${compiler} compiler`, async () => {
      using folder = new Folder({ 'tsconfig.json': tsconfig, 'a.ts': `\uFEFF${bad.replaceAll('\n', '\r\n')}` });
      const { code, stdout } = await check(folder, ['--fix', '--compiler', compiler]);
      equal(code, 0);
      match(stdout, /Applied 2 fixes in 1 file\.\nNo findings left\./);
      equal(folder.read('a.ts'), `\uFEFF${bad.replaceAll('\n', '\r\n').replaceAll('BAD', 'GOOD')}`);
      deepEqual(readdirSync(folder.path).sort(), ['a.ts', 'tsconfig.json']);
    });
  }

  it('checks a folder without a tsconfig, and single files', async () => {
    using folder = new Folder({ 'a.ts': bad, 'b.ts': bad });
    const files = async (...paths: string[]) => {
      const { stdout } = await check(folder, ['--format', 'json', ...paths]);
      return [...new Set(JSON.parse(stdout).findings.map((f: { file: string }) => f.file))].join();
    };
    equal(await files(), 'a.ts,b.ts');
    equal(await files('b.ts'), 'b.ts');
  });

  it('checks only the project that is named', async () => {
    using folder = new Folder({
      'one/tsconfig.json': tsconfig,
      'one/a.ts': bad,
      'two/tsconfig.json': tsconfig,
      'two/b.ts': bad,
    });
    for (const project of ['two', 'two/tsconfig.json']) {
      const { stdout } = await check(folder, ['--format', 'json', '--project', project]);
      deepEqual([...new Set(JSON.parse(stdout).findings.map((f: { file: string }) => f.file))], ['two/b.ts']);
    }
  });

  it('says on stderr and in the summary that packages are missing', async () => {
    using folder = new Folder({
      'tsconfig.json': tsconfig,
      'package.json': '{ "dependencies": { "left-pad": "1.0.0" } }',
      'a.ts': bad,
    });
    const { stdout, stderr } = await check(folder);
    match(stderr, /warning {2}.*package\.json.* (?:is|are) not installed|None of its packages is installed/);
    match(stdout, /Findings may be missing: see the note above\./);
  });

  it('keeps going past syntax errors and a rule that throws', async () => {
    using folder = new Folder({
      'tsconfig.json': tsconfig,
      'broken.ts': 'export async function f( { const BAD = 1; }\n',
      'throws.ts': 'export async function THROW() {}\n',
      'fine.ts': bad,
    });
    const { code, stdout, stderr } = await check(folder);
    equal(code, 2);
    match(stdout, /broken\.ts:1:\d+ {2}error {2}Syntax error: /);
    match(stdout, /throws\.ts:1:1 {2}error {2}The rule always-throws failed on this file and was skipped here: boom\./);
    match(stdout, /fine\.ts:2:9 {2}error RG901/);
    match(stdout, /2 failures: the check is not complete/);
    equal(stderr, '');
  });

  it('checks the rest when a file vanishes during the run', async () => {
    const slow = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`a${i}.ts`, 'export async function SLOW() {}\n']),
    );
    using folder = new Folder({ 'tsconfig.json': tsconfig, ...slow, 'z1.ts': bad, 'z2.ts': bad });
    const { code, stdout } = await check(folder, ['--compiler', 'native'], {
      env: { RACEGUARD_TEST_ON_FIRST_FILE: folder.at('z1.ts') },
    });
    equal(code, 1);
    match(stdout, /z1\.ts:1:1 {2}warning {2}The file vanished while the check ran; it was left out\./);
    match(stdout, /z2\.ts:2:9 {2}error/);
  });

  it('ends with 2 and the place for a configuration that can not be read', async () => {
    using folder = new Folder({
      'tsconfig.json': tsconfig,
      'a.ts': bad,
      'raceguard.config.json': '{ "preset": strict }',
    });
    const { code, stdout, stderr } = await check(folder);
    deepEqual([code, stdout], [2, '']);
    match(stderr, /raceguard\.config\.json:1:13 {2}/);
  });

  it('ends with 2 for a tsconfig that can not be read, and checks the others', async () => {
    using folder = new Folder({
      'one/tsconfig.json': '{ "extends": "./nowhere.json" }',
      'one/a.ts': bad,
      'two/tsconfig.json': tsconfig,
      'two/b.ts': bad,
    });
    const { code, stdout, stderr } = await check(folder);
    equal(code, 2);
    match(stderr, /nowhere\.json/);
    match(stdout, /two\/b\.ts:2:9/);
  });

  it('ends with 130 on Ctrl-C, soon, with nothing printed and nothing written', async () => {
    const slow = Object.fromEntries(Array.from({ length: 400 }, (_, i) => [`a${i}.ts`, `${bad}// SLOW\n`]));
    using folder = new Folder({ 'tsconfig.json': tsconfig, ...slow, 'not-begun.txt': '' });
    const ended = await check(folder, ['--fix'], {
      env: { RACEGUARD_TEST_ON_FIRST_FILE: folder.at('not-begun.txt') },
      onStart: (child) => {
        const timer = setInterval(() => {
          if (existsSync(folder.at('not-begun.txt'))) return;
          clearInterval(timer);
          child.kill('SIGINT');
        }, 20);
        child.once('exit', () => clearInterval(timer));
      },
    });
    deepEqual(ended, { code: 130, signal: null, stdout: '', stderr: '' });
    for (let i = 0; i < 400; i++) equal(folder.read(`a${i}.ts`), `${bad}// SLOW\n`);
    equal(readdirSync(folder.path).length, 401);
  });

  it('fixes the other files when one is read-only', async () => {
    using folder = new Folder({ 'tsconfig.json': tsconfig, 'a.ts': bad, 'b.ts': bad });
    chmodSync(folder.at('a.ts'), 0o444);
    const { code, stdout } = await check(folder, ['--fix']);
    equal(code, 2);
    match(
      stdout,
      /a\.ts was not fixed: it is read-only\. Make it writable and run --fix again; the other files were fixed\./,
    );
    equal(folder.read('a.ts'), bad);
    equal(folder.read('b.ts'), bad.replaceAll('BAD', 'GOOD'));
  });

  it('takes a generated file of 20,000 lines in its stride', async () => {
    const part = (i: number) =>
      `export async function f${i}(p: Promise<number>) {\n  const x${i} = await p;\n  return x${i} + ${i};\n}\n`;
    using folder = new Folder({
      'tsconfig.json': tsconfig,
      'a.ts': Array.from({ length: 5000 }, (_, i) => part(i)).join('') + bad,
    });
    const { code, stdout } = await check(folder);
    equal(code, 1);
    match(stdout, /a\.ts:20002:9 {2}error/);
  });

  it('puts the runtime into a project, says what to do next, and does nothing the second time', async () => {
    using folder = new Folder({ 'app/package.json': '{ "name": "app" }\n' });
    const first = await start(folder.path, ['add-runtime', 'app']);
    equal(first.code, 0);
    match(
      first.stdout,
      /^Added @raceguard\/runtime to app\/package\.json, packed in app\/\.raceguard\/raceguard-runtime-.*\.tgz\.\nNow run `npm install` in app, and commit both\.\n$/,
    );
    match(folder.read('app/package.json'), /"@raceguard\/runtime": "file:/);
    const second = await start(folder.path, ['add-runtime', 'app']);
    deepEqual([second.code, second.stdout], [0, 'app/package.json has @raceguard/runtime already.\n']);
    const nowhere = await start(folder.path, ['add-runtime', 'nowhere']);
    equal(nowhere.code, 2);
    match(nowhere.stderr, /nowhere can't be searched: there is no such file or folder/);
  });

  it('does not fail when the reader of its output leaves', () => {
    using folder = new Folder({ 'tsconfig.json': tsconfig, 'a.ts': bad });
    const out = execFileSync(
      'sh',
      ['-c', '"$0" "$1" check --format json 2>&1 | head -c 10', process.execPath, binPath()],
      {
        cwd: folder.path,
        env: { ...process.env, ...env },
        encoding: 'utf8',
      },
    );
    equal(out.length, 10);
  });

  it('shows progress and colours on a terminal only', function () {
    using folder = new Folder({ 'tsconfig.json': tsconfig, 'a.ts': bad });
    const { CI, NO_COLOR, FORCE_COLOR, ...rest } = process.env;
    let out: string;
    try {
      out = execFileSync('script', ['-qec', `"${process.execPath}" "${binPath()}" check`, '/dev/null'], {
        cwd: folder.path,
        env: { ...rest, ...env, TERM: 'xterm' },
        encoding: 'utf8',
      });
    } catch (error) {
      const failed = error as NodeJS.ErrnoException & { stdout?: string };
      if (failed.code === 'ENOENT') return this.skip();
      out = failed.stdout ?? '';
    }
    ok(out.includes('\r\x1b[2KChecking'));
    ok(out.includes('\x1b[1m\x1b[31merror'));
  });
});

function binPath(): string {
  return new URL('../../bin/raceguard.js', import.meta.url).pathname;
}
