import assert from 'node:assert/strict';
import { execFile, execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { build } from 'esbuild';
import * as main from '../../runtime/src/index.ts';
import * as forNode from '../../runtime/src/node/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
/** The docstrings' examples are on the page of the API, which another test compares with them. */
const pages = ['runtime/README.md', 'runtime/docs/choose.md', 'runtime/docs/api.md'];
const work = join(root, 'test/.work/examples');
const prelude = readFileSync(join(root, 'test/runtime/examples-prelude.ts'), 'utf8').replace(/^export /gm, '');

interface Example {
  readonly title: string;
  readonly code: string;
  readonly file: string;
}

/** Each ```ts block with the heading above it. Signatures are in blocks of another name. */
function examplesOf(page: string): Example[] {
  const found: Example[] = [];
  let title = '';
  for (const [, heading, code] of textOf(page).matchAll(/^##+ (.+)$|^```ts\n([\s\S]*?)^```/gm)) {
    if (heading !== undefined) title = heading;
    else found.push({ title, code: code ?? '', file: join(work, `${page.replace(/\W/g, '-')}-${found.length}.ts`) });
  }
  return found;
}

function textOf(page: string): string {
  return readFileSync(join(root, page), 'utf8');
}

/** As GitHub makes them of headings. */
function anchorsOf(page: string): Set<string> {
  const anchors = new Set<string>();
  const prose = textOf(page).replace(/^```[\s\S]*?^```/gm, '');
  for (const [, heading] of prose.matchAll(/^#+ (.+)$/gm)) {
    const slug = (heading ?? '')
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
    let anchor = slug;
    for (let n = 1; anchors.has(anchor); n++) anchor = `${slug}-${n}`;
    anchors.add(anchor);
  }
  return anchors;
}

describe('examples of the runtime', function () {
  this.timeout(60_000);
  const examples = pages.flatMap(examplesOf);
  const primitives = Object.keys({ ...main, ...forNode }).filter((name) => !name.endsWith('Error'));

  before(async () => {
    rmSync(work, { recursive: true, force: true });
    mkdirSync(work, { recursive: true });
    for (const { code, file } of examples) {
      const local = code.replace(/'@raceguard\/runtime(\/\w+)?'/g, "'../../../runtime/src$1/index.ts'");
      writeFileSync(file, `${prelude}\n${local}`);
    }
    writeFileSync(
      join(work, 'tsconfig.json'),
      JSON.stringify({
        extends: '../../../tsconfig.json',
        compilerOptions: { noUnusedLocals: false },
        include: ['*.ts'],
      }),
    );
    // One file each starts in half the time.
    await build({
      entryPoints: examples.map(({ file }) => file),
      outdir: work,
      outExtension: { '.js': '.mjs' },
      bundle: true,
      format: 'esm',
      platform: 'node',
      target: 'node24',
    });
  });

  it('runtime/README.md has one of every primitive', () => {
    const all = examplesOf('runtime/README.md').map(({ code }) => code);
    assert.ok(primitives.includes('Mutex') && primitives.includes('FileLock'));
    for (const name of primitives) assert.ok(all.join().includes(`new ${name}`), name);
  });

  it('runtime/docs/choose.md leads to every primitive, by its diagram and by its text', () => {
    const page = textOf('runtime/docs/choose.md');
    const leaves = new Set([...page.matchAll(/ (\w+)\(\["/g)].map(([, name]) => name));
    for (const name of primitives) {
      assert.ok(leaves.has(name), name);
      assert.ok(page.includes(`](api.md#${name.toLowerCase()})`), name);
    }
  });

  it('compile', () => {
    const tsc = join(root, 'node_modules/typescript/bin/tsc');
    execFileSync(process.execPath, [tsc, '-p', work], { encoding: 'utf8' });
  });

  for (const page of pages) {
    describe(page, () => {
      for (const [n, { title, code, file }] of examplesOf(page).entries()) {
        it(`its example ${n + 1}, under "${title}", prints what its comments say`, async () => {
          const { stdout, stderr } = await promisify(execFile)(process.execPath, [file.replace(/ts$/, 'mjs')], {
            encoding: 'utf8',
          });
          const said = [...code.matchAll(/\/\/ prints (.*)$/gm)].map(([, text]) => text);
          assert.ok(said.length > 0, 'an example that prints nothing shows nothing');
          assert.equal(stdout, `${said.join('\n')}\n`);
          assert.equal(stderr, '');
        });
      }

      it('its links lead somewhere', () => {
        const prose = textOf(page).replace(/^```[\s\S]*?^```/gm, '');
        for (const [, target = '', anchor] of prose.matchAll(/\]\((?!https?:)([^)#]*)(?:#([^)]*))?\)/g)) {
          const path = target === '' ? page : join(dirname(page), target);
          assert.ok(existsSync(join(root, path)), `${page}: ${target}`);
          if (anchor !== undefined) assert.ok(anchorsOf(path).has(anchor), `${page}: ${target}#${anchor}`);
        }
      });
    });
  }

  it('runtime/README.md lists every error class and its code', () => {
    const classes = Object.keys({ ...main, ...forNode }).filter(
      (name) => name.endsWith('Error') && name !== 'RaceguardError',
    );
    const rows = [...textOf('runtime/README.md').matchAll(/^\| `(\w+Error)` +\| `RACEGUARD_\w+` +\|/gm)];
    assert.deepEqual(rows.map(([, name]) => name).sort(), classes.sort());
  });
});
