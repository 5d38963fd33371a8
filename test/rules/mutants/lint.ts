/** Lints mutants beside the programs that they were made of: what is found in a mutant alone catches it. */
import { spawnSync } from 'node:child_process';
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { openProject } from '../../../src/compilers/open.ts';
import { resolveConfig } from '../../../src/core/config.ts';
import { parseConfig } from '../../../src/core/config-parse.ts';
import { Check } from '../../../src/core/run.ts';
import { rules } from '../../../src/rules/index.ts';
import type { Fixture } from '../find.ts';
import { root } from '../find.ts';
import { write, writeConfig } from '../workspace.ts';
import type { Mutant } from './mutants.ts';

export interface Verdict {
  /** TypeScript refuses it: nobody could have written it. */
  readonly refused: boolean;
  /** Codes of what the lint finds in it and not in the fixed program, in the preset `strict`. */
  readonly codes: readonly string[];
  /** The same in `recommended`. */
  readonly recommended: readonly string[];
}

export function lint(mutants: readonly Mutant[]): ReadonlyMap<Mutant, Verdict> {
  const folder = realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-mutants-')));
  try {
    write(`${folder}/package.json`, '{ "type": "module" }\n');
    const fixtures = [...new Set(mutants.map(({ fixture }) => fixture))];
    const placeOf = (fixture: Fixture) => `${folder}/${fixture.rule}/${fixture.name || 'main'}`;
    const files = new Map<string, Fixture>();
    const place = (path: string, text: string, fixture: Fixture) => {
      write(path, text);
      files.set(path, fixture);
    };
    for (const fixture of fixtures) {
      for (const { name, expected } of [fixture.fixed!, ...fixture.others]) {
        place(`${placeOf(fixture)}/${name}`, expected.text, fixture);
      }
    }
    const paths = new Map(
      mutants.map((mutant, i) => [mutant, `${placeOf(mutant.fixture)}/m${i}${extname(mutant.fixture.fixed!.name)}`]),
    );
    for (const [mutant, path] of paths) place(path, mutant.text, mutant.fixture);
    const configFile = `${folder}/tsconfig.json`;
    writeConfig(
      configFile,
      { noUnusedLocals: false },
      [...files.keys()].map((path) => ({ path })),
    );
    const refused = refusedIn(folder);
    const strict = findings(configFile, folder, files, 'all');
    const recommended = findings(configFile, folder, files, 'recommended');
    return new Map(
      mutants.map((mutant) => {
        const path = paths.get(mutant)!;
        const fixed = `${placeOf(mutant.fixture)}/${mutant.fixture.fixed!.name}`;
        const verdict = {
          refused: refused.has(path),
          codes: added(strict.get(fixed)!, strict.get(path)!),
          recommended: added(recommended.get(fixed)!, recommended.get(path)!),
        };
        return [mutant, verdict];
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

interface Said {
  readonly code: string;
  readonly message: string;
}

function findings(
  configFile: string,
  folder: string,
  files: ReadonlyMap<string, Fixture>,
  preset: 'all' | 'recommended',
): ReadonlyMap<string, readonly Said[]> {
  const metas = rules.map(({ meta }) => meta);
  const project = openProject({ configFile, folder }, { compiler: 'native' });
  try {
    const configOf = (file: string) => {
      const own = parseConfig(files.get(file)?.config ?? '{}', metas).config;
      return resolveConfig({ ...own, preset }, metas)('fixed.ts');
    };
    const check = new Check(project, { rules, configOf, target: project.options });
    return new Map(
      [...files.keys()].map((file) => {
        const found = check.file(file)?.findings ?? [];
        return [file, found.map(({ code, message }) => ({ code, message: message.replaceAll(/\d+/g, '#') }))];
      }),
    );
  } finally {
    project.dispose();
  }
}

function added(before: readonly Said[], after: readonly Said[]): string[] {
  const left = before.map(({ code, message }) => `${code} ${message}`);
  const fresh = after.filter(({ code, message }) => {
    const at = left.indexOf(`${code} ${message}`);
    if (at >= 0) left.splice(at, 1);
    return at < 0;
  });
  return [...new Set(fresh.map(({ code }) => code))].sort();
}

/** JavaScript has no types to refuse it by. */
function refusedIn(folder: string): ReadonlySet<string> {
  const tsc = join(root, 'node_modules', 'typescript', 'bin', 'tsc');
  const { stdout } = spawnSync(process.execPath, [tsc, '-p', folder, '--pretty', 'false'], {
    cwd: folder,
    encoding: 'utf8',
    maxBuffer: 1e8,
  });
  const named = [...stdout.matchAll(/^(\S[^(\n]*)\(\d+,\d+\): error TS(\d+)/gm)];
  return new Set(named.flatMap(([, path]) => (/\.[cm]?jsx?$/.test(path!) ? [] : [join(folder, path!)])));
}
