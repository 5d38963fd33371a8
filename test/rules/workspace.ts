/**
 * All programs of all rules as one project on the disk, each once as it is, once with Windows line ends and once behind
 * a byte order mark: a compiler opens it once and not some hundred times. It lies outside of the repository, since a
 * rule may judge a file by the folders above it.
 */
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, sep } from 'node:path';
import { docBlocks, type Fixture, fixturesOf, type Program, root, ruleIds } from './find.ts';

export const variants = ['plain', 'crlf', 'bom'] as const;
export type Variant = (typeof variants)[number];

/** What the programs are compiled with, where a case says nothing else: what careful users have on. */
const compilerOptions = {
  target: 'es2023',
  lib: ['es2024', 'esnext.disposable', 'dom'],
  module: 'nodenext',
  types: ['node'],
  typeRoots: [join(root, 'node_modules', '@types')],
  jsx: 'preserve',
  strict: true,
  noUncheckedIndexedAccess: true,
  noUnusedLocals: true,
  noImplicitOverride: true,
  allowJs: true,
  checkJs: true,
  allowImportingTsExtensions: true,
  noEmit: true,
  skipLibCheck: true,
  paths: {
    '@raceguard/runtime': [join(root, 'runtime', 'src', 'index.ts')],
    '@raceguard/runtime/node': [join(root, 'runtime', 'src', 'node', 'index.ts')],
  },
};

/** Programs in .tsx need no React: every element and attribute is known. */
const jsx = `declare namespace JSX {
  type Element = object;
  interface IntrinsicElements {
    [element: string]: any;
  }
}
`;

export type Role = 'bad' | 'fixed' | 'good' | 'other' | 'docs';

/** One program in one variant, on the disk. */
export interface Source {
  readonly path: string;
  readonly variant: Variant;
  readonly role: Role;
  readonly rule: string;
  readonly fixture: Fixture | undefined;
  readonly program: Program;
}

/** Programs that are compiled together. */
export interface Unit {
  readonly configFile: string;
  readonly folder: string;
  readonly sources: readonly Source[];
}

export interface Workspace {
  readonly units: readonly Unit[];
  readonly sources: readonly Source[];
  /** The unit with nearly all. */
  readonly main: Unit;
  dispose(): void;
}

/** @param mainOnly each rule's own programs as they are: no cases, variants and pages */
export function makeWorkspace(rules: readonly string[] = ruleIds(), { mainOnly = false } = {}): Workspace {
  const folder = join(realpathSync(mkdtempSync(join(tmpdir(), 'raceguard-'))), 'src')
    .split(sep)
    .join('/');
  write(`${folder}/package.json`, '{ "type": "module" }\n');
  const main: Source[] = [];
  const units: Unit[] = [];
  for (const variant of mainOnly ? (['plain'] as const) : variants) {
    for (const rule of rules) {
      for (const fixture of mainOnly ? fixturesOf(rule).slice(0, 1) : fixturesOf(rule)) {
        const at = `${folder}/${variant}/${rule}/${fixture.name || 'main'}`;
        if (!variantsOf(fixture).includes(variant)) continue;
        const sources = placed(fixture, at, variant);
        if (fixture.tsconfig) units.push(...apart(sources, at, fixture.tsconfig));
        else main.push(...sources);
      }
      if (variant === 'plain' && !mainOnly) main.push(...documented(rule, `${folder}/plain/${rule}/docs`));
    }
  }
  const unit = { configFile: `${folder}/tsconfig.json`, folder, sources: main };
  writeConfig(unit.configFile, {}, main);
  units.unshift(unit);
  const sources = units.flatMap((u) => u.sources);
  const dispose = () => rmSync(dirname(folder), { recursive: true, force: true });
  return { units, sources, main: unit, dispose };
}

function placed(fixture: Fixture, at: string, variant: Variant): Source[] {
  const { rule, bad, fixed, good, others } = fixture;
  const place = (program: Program | undefined, role: Role): Source[] => {
    if (!program) return [];
    const path = `${at}/${program.name}`;
    write(path, inVariant(program.expected.text, variant));
    return [{ path, variant, role, rule, fixture, program }];
  };
  return [
    ...place(bad, 'bad'),
    ...place(fixed, 'fixed'),
    ...place(good, 'good'),
    ...others.flatMap((o) => place(o, 'other')),
  ];
}

/** A project of its own is dear: such a case is tried as it is only. */
export function variantsOf(fixture: Fixture): readonly Variant[] {
  return fixture.tsconfig ? ['plain'] : variants;
}

/** One project for the case; one for each program where they are scripts, which would share their globals. */
function apart(sources: readonly Source[], at: string, tsconfig: { readonly compilerOptions?: object }): Unit[] {
  const areModules = sources.every((s) => /^(import|export)\b/m.test(s.program.expected.text));
  const groups = areModules ? [sources] : sources.map((source) => [source]);
  return groups.map((group, i) => {
    const configFile = `${at}/tsconfig.${i}.json`;
    writeConfig(configFile, tsconfig.compilerOptions ?? {}, group);
    return { configFile, folder: at, sources: group };
  });
}

function documented(rule: string, at: string): Source[] {
  return docBlocks(rule).map(({ name, kind, text, line }) => {
    const path = `${at}/${name}`;
    write(path, text);
    const program = { name: `docs.md:${line} (${kind})`, expected: { text, expectations: [], fix: undefined } };
    return { path, variant: 'plain' as const, role: 'docs' as const, rule, fixture: undefined, program };
  });
}

export function inVariant(text: string, variant: Variant): string {
  if (variant === 'crlf') return text.replaceAll('\n', '\r\n');
  return variant === 'bom' ? `\uFEFF${text}` : text;
}

/** A project of these programs; `own` are its compiler options beside the usual ones. */
export function writeConfig(path: string, own: object, sources: readonly Pick<Source, 'path'>[]): void {
  const options = { ...compilerOptions, ...own };
  write(`${dirname(path)}/jsx.d.ts`, jsx);
  write(path, JSON.stringify({ compilerOptions: options, files: filesOf(sources) }, null, 2));
}

/** A project of the same programs for the compiler's own check: the documented blocks are cut short on purpose. */
export function typesConfig({ configFile, sources }: Unit): string {
  const path = configFile.replace(/\.json$/, '.types.json');
  const files = filesOf(sources.filter((s) => s.role !== 'docs' && s.variant === 'plain'));
  write(path, JSON.stringify({ extends: configFile, files }, null, 2));
  return path;
}

function filesOf(sources: readonly Pick<Source, 'path'>[]): string[] {
  return ['./jsx.d.ts', ...sources.map((s) => s.path)];
}

export function write(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, text);
}
