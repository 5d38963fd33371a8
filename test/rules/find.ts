/** Finds the programs of every rule by folder: `bad`, `fixed` and `good`, beside the rule and in its `cases/`. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { basename, dirname, extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Expected, readExpectations } from './expect.ts';

export const root: string = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const rulesFolder: string = join(root, 'src', 'rules');

export interface Program {
  readonly name: string;
  readonly expected: Expected;
}

/** A folder with programs: the rule's own, or one of its cases. */
export interface Fixture {
  readonly rule: string;
  /** `''` for the rule's own folder. */
  readonly name: string;
  readonly folder: string;
  readonly bad: Program | undefined;
  readonly fixed: Program | undefined;
  readonly good: Program | undefined;
  /** Modules that the programs import. */
  readonly others: readonly Program[];
  /** Compiler options of its own: then it is a project of its own. */
  readonly tsconfig: { readonly compilerOptions?: object } | undefined;
  /** Its own `raceguard.config.json`. */
  readonly config: string | undefined;
}

const source = /\.[cm]?[jt]sx?$/;
const roles = ['bad', 'fixed', 'good'] as const;
/** In a rule's own folder these belong to the rule. */
const notPrograms = /^(?!bad\.|fixed\.|good\.)/;

/** All rules; with `RULE=<id>` in the environment only that one. */
export function ruleIds(): string[] {
  return readdirSync(rulesFolder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(rulesFolder, entry.name, 'rule.ts')))
    .map((entry) => entry.name)
    .filter((name) => !process.env.RULE || name === process.env.RULE)
    .sort();
}

export function fixturesOf(rule: string): Fixture[] {
  const folder = join(rulesFolder, rule);
  const cases = join(folder, 'cases');
  const names = existsSync(cases)
    ? readdirSync(cases, { withFileTypes: true }).flatMap((entry) => (entry.isDirectory() ? [entry.name] : []))
    : [];
  return [
    read(rule, '', folder, (name) => !notPrograms.test(name)),
    ...names.sort().map((name) => read(rule, name, join(cases, name), () => true)),
  ];
}

function read(rule: string, name: string, folder: string, isProgram: (file: string) => boolean): Fixture {
  const programs = readdirSync(folder)
    .filter((file) => source.test(file) && isProgram(file))
    .map((file) => ({ name: file, expected: readExpectations(readFileSync(join(folder, file), 'utf8')) }));
  const byRole = (role: string) => programs.find((p) => basename(p.name, extname(p.name)) === role);
  const [bad, fixed, good] = roles.map(byRole);
  const tsconfig = join(folder, 'tsconfig.json');
  const config = join(folder, 'raceguard.config.json');
  return {
    rule,
    name,
    folder,
    bad,
    fixed,
    good,
    others: programs.filter((p) => p !== bad && p !== fixed && p !== good),
    tsconfig: existsSync(tsconfig) ? JSON.parse(readFileSync(tsconfig, 'utf8')) : undefined,
    config: existsSync(config) ? readFileSync(config, 'utf8') : undefined,
  };
}

/** The code blocks of a rule's page that say of themselves that they are `bad` or `good`. */
export function docBlocks(rule: string): { name: string; kind: 'bad' | 'good'; text: string; line: number }[] {
  const page = join(rulesFolder, rule, 'docs.md');
  if (!existsSync(page)) return [];
  const text = readFileSync(page, 'utf8');
  return [...text.matchAll(/^```(tsx?|[cm]ts|js) (bad|good)\n([\s\S]*?)^```$/gm)].map((match, i) => ({
    name: `block${i}.${match[1]}`,
    kind: match[2] as 'bad' | 'good',
    text: match[3]!,
    line: text.slice(0, match.index).split('\n').length,
  }));
}
