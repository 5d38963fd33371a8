/** Checks and fixes a workspace with one compiler; what comes out is plain data, so that compilers can be compared. */

import type { CompilerInfo, Project } from '../../src/compilers/compiler.ts';
import { openProject } from '../../src/compilers/open.ts';
import { type FileConfig, resolveConfig } from '../../src/core/config.ts';
import { parseConfig } from '../../src/core/config-parse.ts';
import { applyEdits, maxFixRounds, planFixes } from '../../src/core/edits.ts';
import type { Finding, Fix, TextEdit } from '../../src/core/finding.ts';
import { Check } from '../../src/core/run.ts';
import { rules } from '../../src/rules/index.ts';
import { Lines } from '../../src/workspace/lines.ts';
import type { Place } from './expect.ts';
import type { Source, Unit, Workspace } from './workspace.ts';

export interface PlainFinding {
  readonly rule: string;
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly place: Place;
  readonly witness: readonly { file: string; start: number; end: number; who: string; text: string }[];
  readonly fixes: readonly { title: string; tier: string; edits: readonly TextEdit[] }[];
}

export interface SourceResult {
  /** As the compiler read it, without a byte order mark. */
  readonly text: string;
  readonly findings: readonly PlainFinding[];
  readonly problems: readonly string[];
}

export interface RunResult {
  readonly compiler: CompilerInfo;
  /** By path. */
  readonly results: ReadonlyMap<string, SourceResult>;
  /** What the fixes make of each `bad`, without a byte order mark. */
  readonly fixed: ReadonlyMap<string, string>;
  /** Files whose fixes had not come to an end after `maxFixRounds`. */
  readonly unstable: ReadonlySet<string>;
}

export function run(workspace: Workspace, compiler: CompilerInfo['name']): RunResult {
  const results = new Map<string, SourceResult>();
  const fixed = new Map<string, string>();
  const unstable = new Set<string>();
  let info: CompilerInfo | undefined;
  for (const unit of workspace.units) {
    const project = openProject({ configFile: unit.configFile, folder: unit.folder }, { compiler });
    try {
      info ??= project.compiler;
      checkAll(project, unit, results);
      fixAll(project, unit, fixed, unstable);
    } finally {
      project.dispose();
    }
  }
  if (!info) throw new Error('There is no project.');
  return { compiler: info, results, fixed, unstable };
}

function checkAll(project: Project, unit: Unit, results: Map<string, SourceResult>): void {
  const configs = new Map(unit.sources.map((source) => [source.path, configOf(source)]));
  const check = checkOf(project, configs);
  for (const { path } of unit.sources) {
    const found = check.file(path);
    const tree = project.tree(path);
    if (!found || !tree) throw new Error(`${path} is not in its project.`);
    // Offsets count a byte order mark where the compiler keeps it.
    const shift = tree.text.length - withoutMark(tree.text).length;
    const lines = new Lines(withoutMark(tree.text));
    results.set(path, {
      text: lines.text,
      findings: found.findings.map((finding) => plain(finding, lines, shift)),
      problems: found.problems.map((p) => p.message),
    });
  }
}

function fixAll(project: Project, unit: Unit, fixed: Map<string, string>, unstable: Set<string>): void {
  let open = unit.sources.filter((s) => s.role === 'bad');
  for (const { path } of open) fixed.set(path, withoutMark(project.tree(path)!.text));
  const configs = new Map(open.map((source) => [source.path, configOf(source)]));
  for (let round = 0; open.length; round++) {
    const check = checkOf(project, configs);
    const changed: Source[] = [];
    const overlays: [string, string][] = [];
    for (const source of open) {
      const { path } = source;
      const { findings } = check.file(path)!;
      const { edits } = planFixes(findings.flatMap((finding) => chosen(finding, source) ?? []));
      const own = edits.get(path);
      if (!own) continue;
      if (round === maxFixRounds) {
        unstable.add(path);
        continue;
      }
      const text = applyEdits(project.tree(path)!.text, own);
      overlays.push([path, text]);
      fixed.set(path, withoutMark(text));
      changed.push(source);
    }
    for (const [path, text] of overlays) project.overlay(path, text);
    open = changed;
  }
}

function withoutMark(text: string): string {
  return text.startsWith('\uFEFF') ? text.slice(1) : text;
}

function chosen(finding: Finding, source: Source): Fix | undefined {
  const wanted = source.program.expected.fix;
  if (wanted !== undefined) return finding.fixes.find((fix) => fix.title.startsWith(wanted));
  return finding.fixes.find((fix) => fix.tier === 'safe' || fix.tier === 'suggestion');
}

function checkOf(project: Project, configs: ReadonlyMap<string, FileConfig>): Check {
  return new Check(project, { rules, configOf: (file) => configs.get(file)!, target: project.options });
}

/**
 * `bad` is judged by its own rule alone, so that a new rule touches one folder; all else must be silent under every
 * recommended rule too.
 */
function configOf({ rule: id, role, fixture, program }: Source): FileConfig {
  const metas = rules.map((rule) => rule.meta);
  const meta = metas.find((m) => m.id === id);
  if (!meta) throw new Error(`src/rules/index.ts lacks ${id}. Run \`npm run docs\`.`);
  const parsed = parseConfig(fixture?.config ?? '{}', metas);
  if (!parsed.config) throw new Error(`${fixture?.folder}/raceguard.config.json: ${parsed.faults[0]?.message}`);
  const base = resolveConfig({ preset: meta.preset, ...parsed.config }, metas)(program.name);
  const ownOnly = role === 'bad' || (role === 'docs' && program.name.endsWith('(bad)'));
  return {
    ...base,
    severityOf: (rule) => {
      if (rule.id === id) return base.severityOf(rule) ?? rule.severity;
      return !ownOnly && rule.preset === 'recommended' ? base.severityOf(rule) : undefined;
    },
  };
}

function plain(finding: Finding, lines: Lines, shift: number): PlainFinding {
  const start = lines.at(finding.span.start - shift);
  const end = lines.at(finding.span.end - shift);
  const { rule, code, severity, message } = finding;
  return {
    rule,
    code,
    severity,
    message,
    place: { ...start, endLine: end.line, endColumn: end.column },
    witness: finding.witness.map(({ file, span, invocation, text }) => {
      return { file, start: span.start - shift, end: span.end - shift, who: invocation, text };
    }),
    fixes: finding.fixes.map(({ title, tier, edits }) => ({
      title,
      tier,
      edits: edits().map((e) => ({ ...e, start: e.start - shift, end: e.end - shift })),
    })),
  };
}
