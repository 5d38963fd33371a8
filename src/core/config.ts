/**
 * `raceguard.config.json`: its meaning, apart from finding and reading it (a host does that).
 * The JSON schema in `schema/raceguard.config.schema.json` describes the same fields; a test compares them.
 */

import type { Severity } from './finding.ts';
import { globSet } from './globs.ts';
import type { RuleMeta } from './rule.ts';

export type Preset = 'recommended' | 'nursery' | 'strict' | 'all' | 'none';
export type RuleSetting = 'off' | Severity;

export const presets: readonly Preset[] = ['recommended', 'nursery', 'strict', 'all', 'none'];
export const ruleSettings: readonly RuleSetting[] = ['off', 'info', 'warning', 'error'];

/** The file as users write it. Every field is optional. */
export interface ConfigFile {
  readonly $schema?: string;
  /** Where nothing else is said: `recommended`. */
  readonly preset?: Preset;
  /** By id (`lazy-init-race`) or code (`RG101`). */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Globs relative to the configuration file; matched files are not reported on. */
  readonly ignore?: readonly string[];
  /** For the files that match: applied in order, so that the last match wins. */
  readonly overrides?: readonly ConfigOverride[];
  /** Functions that run their callback alone: `withLock`, `this.queue.add`, `db.transaction` (`*` for a segment). */
  readonly guards?: readonly string[];
  /** Methods that open and close a region beside `acquire`/`release` and `lock`/`unlock`: `takeLease/returnLease`. */
  readonly locks?: readonly string[];
  /** Types of which every invocation has its own instance: `RequestContext`. */
  readonly perRequestTypes?: readonly string[];
}

export interface ConfigOverride {
  readonly files: readonly string[];
  /** Replaces everything that was said before for these files. */
  readonly preset?: Preset;
  readonly rules?: Readonly<Record<string, RuleSetting>>;
}

/** What holds for one file. */
export interface FileConfig {
  readonly ignored: boolean;
  /** `undefined` where a rule is off. */
  severityOf(rule: RuleMeta): Severity | undefined;
  readonly strict: boolean;
  readonly guards: readonly string[];
  readonly locks: readonly string[];
  readonly perRequestTypes: readonly string[];
}

/** What a command line or an editor's settings say over the file. */
export interface ConfigAmendment {
  /** Instead of the file's own top-level preset. */
  readonly preset?: Preset | undefined;
  /** Ids: only these run, with the severity the file gives them, else their own. */
  readonly only?: readonly string[] | undefined;
}

/**
 * From a valid file to what holds for one path, given relative to the configuration's folder with forward slashes.
 * Paths outside that folder (`../x.ts`) match no glob. Answers of files under the same overrides are one object.
 */
export function resolveConfig(
  file: ConfigFile,
  rules: readonly RuleMeta[],
  amendment: ConfigAmendment = {},
): (relativePath: string) => FileConfig {
  const ignore = globSet(file.ignore ?? []);
  const overrides = (file.overrides ?? []).map((override) => ({ override, files: globSet(override.files) }));
  const known = new Map<string, FileConfig>();
  return (path) => {
    const matched = overrides.filter(({ files }) => files.matches(path)).map(({ override }) => override);
    const ignored = ignore.matches(path);
    const key = `${ignored} ${matched.map((m) => overrides.findIndex((o) => o.override === m)).join()}`;
    let config = known.get(key);
    if (!config) {
      config = { ignored, ...settle(file, matched, rules, amendment) };
      known.set(key, config);
    }
    return config;
  };
}

function settle(
  file: ConfigFile,
  matched: readonly ConfigOverride[],
  rules: readonly RuleMeta[],
  { preset: amended, only }: ConfigAmendment,
): Omit<FileConfig, 'ignored'> {
  let preset: Preset = amended ?? file.preset ?? 'recommended';
  let settings = ofPreset(preset, rules);
  const apply = (changes: ConfigFile['rules']) => {
    for (const [name, setting] of Object.entries(changes ?? {})) {
      const rule = rules.find((r) => r.id === name || r.code === name);
      if (rule) settings.set(rule.id, setting);
    }
  };
  apply(file.rules);
  for (const override of matched) {
    if (override.preset) {
      preset = override.preset;
      settings = ofPreset(preset, rules);
    }
    apply(override.rules);
  }
  return {
    severityOf(rule) {
      if (only && !only.includes(rule.id)) return undefined;
      const setting = settings.get(rule.id) ?? 'off';
      if (setting !== 'off') return setting;
      return only ? rule.severity : undefined;
    },
    strict: preset === 'strict' || preset === 'all',
    guards: file.guards ?? [],
    locks: file.locks ?? [],
    perRequestTypes: file.perRequestTypes ?? [],
  };
}

function ofPreset(preset: Preset, rules: readonly RuleMeta[]): Map<string, RuleSetting> {
  const on = (rule: RuleMeta) =>
    preset === 'all' || preset === rule.preset || (preset !== 'none' && rule.preset === 'recommended');
  return new Map(rules.filter(on).map((rule) => [rule.id, rule.severity]));
}
