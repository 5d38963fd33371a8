/**
 * `raceguard.config.json`: its meaning, apart from reading it from disk (a host does that).
 * The JSON schema in `schema/raceguard.config.schema.json` describes the same fields; a test compares them.
 */
import type { Severity } from './finding.ts';
import type { RuleMeta } from './rule.ts';

export type Preset = 'recommended' | 'strict' | 'all' | 'none';
export type RuleSetting = 'off' | Severity;

/** The file as users write it. Every field is optional. */
export interface ConfigFile {
  readonly $schema?: string;
  readonly preset?: Preset;
  /** By id (`lazy-init-race`) or code (`RG101`). */
  readonly rules?: Readonly<Record<string, RuleSetting>>;
  /** Globs relative to the configuration file; matched files are not reported on. */
  readonly ignore?: readonly string[];
  readonly overrides?: readonly { readonly files: readonly string[]; readonly rules?: Readonly<Record<string, RuleSetting>>; readonly preset?: Preset }[];
  /** Functions that run their callback alone: `withLock`, `this.queue.add`, `db.transaction` (`*` for a segment). */
  readonly guards?: readonly string[];
  /** Types whose `acquire`/`lock` opens a region until `release`/`unlock`: `RedisLock`. */
  readonly locks?: readonly string[];
  /** Types of which every invocation has its own instance: `RequestContext`. */
  readonly perRequestTypes?: readonly string[];
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
