/** What crosses between the panel's page and the extension. What the page says is checked, whatever page it is. */
import type { RunEvent, Version } from '../../protocol/runner.ts';
import type { Run } from './model.ts';

/** What stands above a run. */
export interface About {
  readonly title: string;
  readonly story?: string;
  readonly origin?: string;
  readonly url?: string;
  /** Codes of rules. */
  readonly rules: readonly string[];
}

export type ToPage =
  /** All there is to show. `made`: by which Raceguard, see `Saved`. */
  | { readonly type: 'show'; readonly about: About; readonly run: Run; readonly made: string }
  /** The lines of source that its pictures name, by `file:line`. */
  | { readonly type: 'lines'; readonly lines: Readonly<Record<string, string>> }
  /** What has come since. */
  | { readonly type: 'event'; readonly event: RunEvent };

export type FromPage =
  /** Sent once by every page: it shows nothing until it is answered. */
  | { readonly type: 'ready' }
  | { readonly type: 'cancel' }
  | { readonly type: 'again' }
  /** `part`: key of one, as `partKey` makes it. Which of its versions is run, `version` says. */
  | { readonly type: 'replay'; readonly part: string; readonly version: Version; readonly choices: string }
  /** Which step is looked at, from 1; 0: none. `moved`: the user went there, else it is as it was. */
  | { readonly type: 'at'; readonly part: string; readonly step: number; readonly moved: boolean }
  | { readonly type: 'copyReplay'; readonly part: string }
  | { readonly type: 'exportSvg'; readonly part: string }
  | { readonly type: 'explainRule'; readonly code: string };

const fields: Readonly<
  Record<FromPage['type'], Readonly<Record<string, 'string' | 'number' | 'boolean' | 'version'>>>
> = {
  ready: {},
  cancel: {},
  again: {},
  replay: { part: 'string', version: 'version', choices: 'string' },
  at: { part: 'string', step: 'number', moved: 'boolean' },
  copyReplay: { part: 'string' },
  exportSvg: { part: 'string' },
  explainRule: { code: 'string' },
};

const longest = 20_000;

/** Undefined where it is none that a page sends. */
export function fromPage(message: unknown): FromPage | undefined {
  if (typeof message !== 'object' || message === null) return undefined;
  const given = message as Record<string, unknown>;
  const { type } = given;
  if (typeof type !== 'string' || !Object.hasOwn(fields, type)) return undefined;
  const wanted = Object.entries(fields[type as FromPage['type']]);
  const right = wanted.every(([name, kind]) => {
    const value = given[name];
    if (kind === 'string') return typeof value === 'string' && value.length <= longest;
    if (kind === 'boolean') return typeof value === 'boolean';
    if (kind === 'version') return value === 'unsafe' || value === 'safe';
    return Number.isSafeInteger(value) && (value as number) >= 0;
  });
  return right
    ? (Object.fromEntries([['type', type], ...wanted.map(([name]) => [name, given[name]])]) as FromPage)
    : undefined;
}
