import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { chmodSync, lstatSync, readdirSync, readFileSync, statSync, symlinkSync } from 'node:fs';
import type { Rule } from '../../src/core/rule.ts';
import { raceguard } from './fake.ts';
import { Folder } from './folder.ts';
import { wordRule } from './words.ts';

const importLine = "import { Lazy } from '@raceguard/runtime';\n";
const safe = wordRule('BAD', {}, [{ to: 'GOOD' }]);
const suggested = wordRule('MEH', { code: 'RG902' }, [{ to: 'FINE', tier: 'suggestion' }]);
const dangerous = wordRule('UGH', { code: 'RG903' }, [{ to: 'FINE', tier: 'dangerous' }]);
const rules = [safe, suggested, dangerous];
const text = 'async () => { BAD; MEH; UGH; };\n';

const fix = (folder: Folder, args: string[] = [], use: readonly Rule[] = rules) =>
  raceguard(folder.path, ['check', '--fix', ...args], { rules: use });

describe('fix: which fixes', () => {
  it('--fix applies the safe ones', async () => {
    using folder = new Folder({ 'a.ts': text });
    const { code, stdout } = await fix(folder);
    equal(folder.read('a.ts'), 'async () => { GOOD; MEH; UGH; };\n');
    equal(code, 1);
    match(
      stdout,
      /Applied 1 fix in 1 file\.\n2 findings left in 1 file: 2 errors\n1 can be fixed with --fix-suggestions/,
    );
  });

  it('--fix-suggestions applies suggestions too, never dangerous ones', async () => {
    using folder = new Folder({ 'a.ts': text });
    await fix(folder, ['--fix-suggestions']);
    equal(folder.read('a.ts'), 'async () => { GOOD; FINE; UGH; };\n');
  });

  it('says so where there is nothing to fix', async () => {
    using folder = new Folder({ 'a.ts': 'async () => {};\n' });
    const { code, stdout } = await fix(folder);
    equal(code, 0);
    match(stdout, /^Nothing to fix\.\nNo findings\./);
  });
});

describe('fix: rounds', () => {
  it('come until nothing is left: fixes that meet another come back', async () => {
    using folder = new Folder({ 'a.ts': 'async () => BAD+BAD+BAD;\n' });
    const adjacent = wordRule('BAD\\+?', { id: 'no-bad' }, []);
    const meeting: Rule = {
      meta: adjacent.meta,
      run({ facts, report }) {
        for (const m of facts.tree.text.matchAll(/BAD\+?/g)) {
          const span = { start: m.index, end: m.index + m[0].length };
          const fixes = () => [
            {
              title: '',
              tier: 'safe' as const,
              edits: () => [{ file: facts.tree.fileName, ...span, text: m[0].replace('BAD', 'x') }],
            },
          ];
          report({ span, message: '', witness: [], fixes });
        }
      },
    };
    const { code, stdout } = await fix(folder, [], [meeting]);
    equal(folder.read('a.ts'), 'async () => x+x+x;\n');
    equal(code, 0);
    match(stdout, /Applied 3 fixes in 1 file\.\nNo findings left\./);
  });

  it('stop after ten where rules undo each other', async () => {
    using folder = new Folder({ 'a.ts': 'async () => PING;\n' });
    const endless = [wordRule('PING', {}, [{ to: 'PONG' }]), wordRule('PONG', { code: 'RG902' }, [{ to: 'PING' }])];
    const { stderr } = await fix(folder, [], endless);
    equal(folder.read('a.ts'), 'async () => PING;\n');
    match(stderr, /still coming after ten rounds/);
  });

  it('insert a shared import once, and name the runtime that is missing', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; BAD; };\n', 'package.json': '{}' });
    const importing = wordRule('BAD', {}, [{ to: 'GOOD', head: importLine }]);
    const { stderr } = await fix(folder, [], [importing]);
    equal(folder.read('a.ts'), `${importLine}async () => { GOOD; GOOD; };\n`);
    match(stderr, /The fixes import @raceguard\/runtime, which is not installed yet: run raceguard add-runtime\./);

    folder.write('a.ts', 'async () => { BAD; };\n');
    folder.write('package.json', '{ "dependencies": { "@raceguard/runtime": "file:x.tgz" } }');
    equal((await fix(folder, [], [importing])).stderr, '');
  });

  it('take back what would not parse, and say which rule it was', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; };\n', 'b.ts': 'async () => { MEH; };\n' });
    const breaking = [wordRule('BAD', {}, [{ to: ')(' }]), wordRule('MEH', { code: 'RG902' }, [{ to: 'FINE' }])];
    const { code, stdout } = await fix(folder, [], breaking);
    equal(folder.read('a.ts'), 'async () => { BAD; };\n');
    equal(folder.read('b.ts'), 'async () => { FINE; };\n');
    equal(code, 2);
    match(stdout, /A fix of no-bad would leave code that does not parse/);
  });

  it('leave out a fix that throws', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; MEH; };\n' });
    const broken: Rule = {
      meta: safe.meta,
      run({ report }) {
        const edits = () => {
          throw new Error('boom');
        };
        report({
          span: { start: 0, end: 1 },
          message: 'x',
          witness: [],
          fixes: () => [{ title: 'Try', tier: 'safe', edits }],
        });
      },
    };
    const { code, stdout } = await fix(folder, ['--fix-suggestions'], [broken, suggested]);
    equal(folder.read('a.ts'), 'async () => { BAD; FINE; };\n');
    equal(code, 2);
    match(stdout, /The fix "Try" of no-bad failed and was left out: boom/);
  });
});

describe('fix: what is written', () => {
  it('keeps CRLF, a byte order mark and the mode', async () => {
    using folder = new Folder({ 'a.ts': '\uFEFFasync () => {\r\n  BAD;\r\n};\r\n' });
    chmodSync(folder.at('a.ts'), 0o755);
    await fix(folder, [], [wordRule('BAD', {}, [{ to: 'GOOD', head: importLine }])]);
    equal(folder.read('a.ts'), `\uFEFF${importLine.trim()}\r\nasync () => {\r\n  GOOD;\r\n};\r\n`);
    equal(statSync(folder.at('a.ts')).mode & 0o777, 0o755);
    deepEqual(readdirSync(folder.path), ['a.ts']);
  });

  it('writes through a symbolic link', async () => {
    using folder = new Folder({ 'real.txt': 'async () => { BAD; };\n' });
    symlinkSync('real.txt', folder.at('a.ts'));
    await fix(folder);
    equal(folder.read('real.txt'), 'async () => { GOOD; };\n');
    ok(lstatSync(folder.at('a.ts')).isSymbolicLink());
  });

  it('leaves a file alone that is not UTF-8', async () => {
    using folder = new Folder();
    const bytes = Buffer.from([...Buffer.from('// caf'), 0xe9, ...Buffer.from('\nasync () => { BAD; };\n')]);
    folder.write('a.ts', bytes);
    const { code, stdout } = await fix(folder);
    equal(code, 2);
    match(stdout, /a\.ts was not fixed: it is not UTF-8/);
    deepEqual(readFileSync(folder.at('a.ts')), bytes);
  });

  it('leaves a file alone that changed meanwhile', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; };\n' });
    let reads = 0;
    const onTree = () => {
      if (++reads === 3) folder.write('a.ts', 'async () => { BAD; }; // mine\n');
    };
    const { code, stdout } = await raceguard(folder.path, ['check', '--fix'], { rules, onTree });
    equal(code, 2);
    match(stdout, /a\.ts was not fixed: it changed while it was being checked\. Run --fix again/);
    match(stdout, /Nothing was fixed\./);
    equal(folder.read('a.ts'), 'async () => { BAD; }; // mine\n');
  });

  it('leaves a read-only file alone and fixes the others', async () => {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; };\n', 'b.ts': 'async () => { BAD; };\n' });
    chmodSync(folder.at('a.ts'), 0o444);
    const { code, stdout } = await fix(folder);
    equal(code, 2);
    match(
      stdout,
      /a\.ts was not fixed: it is read-only\. Make it writable and run --fix again; the other files were fixed\./,
    );
    equal(folder.read('a.ts'), 'async () => { BAD; };\n');
    equal(folder.read('b.ts'), 'async () => { GOOD; };\n');
    match(stdout, /Applied 1 fix in 1 file\.\n1 finding left/);
  });

  it('says what the system said, where even root may not write', async function () {
    using folder = new Folder({ 'a.ts': 'async () => { BAD; };\n', 'b.ts': 'async () => { BAD; };\n' });
    try {
      execFileSync('chattr', ['+i', folder.at('a.ts')], { stdio: 'ignore' });
    } catch {
      // Needs Linux, root and a file system with attributes.
      return this.skip();
    }
    try {
      const { code, stdout } = await fix(folder);
      equal(code, 2);
      match(stdout, /a\.ts was not fixed: the (?:system does not permit it|permission is missing)\./);
      equal(folder.read('b.ts'), 'async () => { GOOD; };\n');
      deepEqual(readdirSync(folder.path), ['a.ts', 'b.ts']);
    } finally {
      execFileSync('chattr', ['-i', folder.at('a.ts')]);
    }
  });
});

describe('fix: --fix-dry-run', () => {
  it('writes nothing and prints what --fix would write, as a diff that applies', async () => {
    using folder = new Folder({ 'src/a.ts': text, 'src/b.ts': `// one\n${text}\n// three\n` });
    const { code, stdout, stderr } = await raceguard(folder.path, ['check', '--fix-dry-run'], { rules });
    equal(folder.read('src/a.ts'), text);
    equal(code, 1);
    match(stdout, /^--- a\/src\/a\.ts\n\+\+\+ b\/src\/a\.ts\n@@ -1,1 \+1,1 @@\n-async/);
    match(stderr, /Would apply 2 fixes in 2 files; nothing was written\./);
    execFileSync('git', ['apply', '--unsafe-paths', '-'], { cwd: folder.path, input: stdout });
    equal(folder.read('src/a.ts'), 'async () => { GOOD; MEH; UGH; };\n');
    equal(folder.read('src/b.ts'), '// one\nasync () => { GOOD; MEH; UGH; };\n\n// three\n');
  });

  it('shows suggestions with --fix-suggestions, and needs no permission to write', async () => {
    using folder = new Folder({ 'a.ts': text });
    chmodSync(folder.at('a.ts'), 0o444);
    const { stdout } = await raceguard(folder.path, ['check', '--fix-dry-run', '--fix-suggestions'], { rules });
    match(stdout, /\+async \(\) => \{ GOOD; FINE; UGH; \};/);
  });
});
