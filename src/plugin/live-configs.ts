/**
 * `raceguard.config.json` in a process that lives on: read once, and again when one that holds for a file that was
 * asked about comes, goes or changes. A look at the disk for each folder above these files: some microseconds each.
 */
import { statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { FileConfig } from '../core/config.ts';
import type { RuleMeta } from '../core/rule.ts';
import { Configs, configName, searchedNext } from '../workspace/configs.ts';
import { slashed } from '../workspace/paths.ts';

export class LiveConfigs {
  private readonly cwd: string;
  private readonly rules: readonly RuleMeta[];
  private readonly stamps = new Map<string, string>();
  private configs: Configs;

  /** `cwd`: paths in messages are told from here. */
  constructor(cwd: string, rules: readonly RuleMeta[]) {
    this.cwd = cwd;
    this.rules = rules;
    this.configs = this.read();
  }

  /** Throws a Failure that names the place when the file that holds for `file` can't be read or is wrong. */
  of(file: string): FileConfig {
    return this.configs.of(file);
  }

  /** True when what holds for any file may be another than before. Looks at the disk. */
  refresh(file: string): boolean {
    let changed = false;
    for (const [path, stamp] of this.stamps) {
      const now = stampOf(path);
      if (now === stamp) continue;
      this.stamps.set(path, now);
      changed = true;
    }
    for (const path of candidates(file)) if (!this.stamps.has(path)) this.stamps.set(path, stampOf(path));
    if (changed) this.configs = this.read();
    return changed;
  }

  private read(): Configs {
    return new Configs({ cwd: this.cwd, rules: this.rules, amendment: {} });
  }
}

function* candidates(file: string): Generator<string> {
  for (let folder: string | undefined = slashed(dirname(file)); folder !== undefined; folder = searchedNext(folder))
    yield join(folder, configName);
}

function stampOf(path: string): string {
  const found = statSync(path, { throwIfNoEntry: false, bigint: true });
  return found ? `${found.mtimeNs} ${found.size} ${found.ino}` : '';
}
