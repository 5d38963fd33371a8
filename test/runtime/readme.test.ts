import assert from 'node:assert/strict';
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import * as main from '../../runtime/src/index.ts';
import * as forNode from '../../runtime/src/node/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const readme = readFileSync(join(root, 'runtime/README.md'), 'utf8');
const work = join(root, 'test/.work/readme');

const examples = [...readme.matchAll(/^## (.+)$|^### (.+)$|^```ts\n([\s\S]*?)^```/gm)].reduce<
  { title: string; code: string }[]
>((found, [, heading, sub, code]) => {
  const title = heading ?? sub;
  if (title !== undefined) found.push({ title, code: '' });
  else found.push({ title: found.at(-1)?.title ?? '', code: code ?? '' });
  return found;
}, []);

describe('runtime/README.md', function () {
  this.timeout(30_000);
  const programs = examples.filter(({ code }) => code !== '').map((example, n) => ({ ...example, file: `${n}.ts` }));

  before(() => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    for (const { code, file } of programs) {
      const local = code.replace(/'@raceguard\/runtime(\/\w+)?'/g, "'../../../runtime/src$1/index.ts'");
      const prelude = readFileSync(new URL('readme-prelude.ts', import.meta.url), 'utf8').replace(/^export /gm, '');
      writeFileSync(join(work, file), `${prelude}\n${local}`);
    }
    writeFileSync(
      join(work, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions: { noUnusedLocals: false },
        include: ['*.ts'],
      }),
    );
  });

  it('has examples for every primitive', () => {
    const all = programs.map(({ code }) => code).join();
    for (const name of [
      'Lazy',
      'KeyedLazy',
      'Mutex',
      'KeyedMutex',
      'Semaphore',
      'TaskGroup',
      'CancellationToken',
      'SharedCancellationToken',
      'TaskRegistry',
      'FileLock',
    ]) {
      assert.ok(all.includes(`new ${name}`), name);
    }
  });

  it('its examples compile', () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', work], { encoding: 'utf8' });
  });

  for (const { title, code, file } of programs) {
    it(`its example under "${title}" prints what its comments say`, () => {
      const printed = execFileSync(process.execPath, [join(work, file)], { encoding: 'utf8' });
      const said = [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, text]) => text);
      assert.ok(said.length > 0);
      assert.equal(printed, `${said.join('\n')}\n`);
    });
  }

  it('lists every error class and its code', () => {
    const classes = Object.keys({ ...main, ...forNode }).filter(
      (name) => name.endsWith('Error') && name !== 'RaceguardError',
    );
    const rows = [...readme.matchAll(/^\| `(\w+Error)` +\| `RACEGUARD_\w+` +\|/gm)].map(([, name]) => name);
    assert.deepEqual(rows.sort(), classes.sort());
  });
});
