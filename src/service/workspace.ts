/** All that the analysis process knows of the workspace, from its start on. */
import type { FileConfig } from '../core/config.ts';
import { resolveConfig } from '../core/config.ts';
import type { Rule } from '../core/rule.ts';
import type { ServiceStart } from '../protocol/service.ts';
import { Configs } from '../workspace/configs.ts';
import { CompilerChoice } from './compiler-choice.ts';
import { type Bounds, Projects } from './projects.ts';

const bounds: Bounds = { projects: 4, memory: 2 * 2 ** 30, idle: 10 * 60_000 };

export class Workspace {
  readonly start: ServiceStart;
  readonly rules: readonly Rule[];
  readonly overlays = new Map<string, string>();
  readonly choice: CompilerChoice;
  readonly projects: Projects;
  private currentConfigs: Configs;

  constructor(start: ServiceStart, rules: readonly Rule[], log: (line: string) => void) {
    this.start = start;
    this.rules = rules;
    this.currentConfigs = this.readConfigs();
    this.choice = new CompilerChoice(start);
    const defaults = resolveConfig(
      {},
      rules.map((r) => r.meta),
    );
    this.projects = new Projects({
      rules,
      overlays: this.overlays,
      choice: this.choice,
      bounds,
      log,
      // A configuration elsewhere that is wrong doesn't stop the check of a file that leads there.
      configOf: (file): FileConfig => {
        try {
          return this.configs.of(file);
        } catch {
          return defaults('');
        }
      },
      forgetConfigs: () => {
        this.currentConfigs = this.readConfigs();
      },
    });
  }

  get configs(): Configs {
    return this.currentConfigs;
  }

  get cwd(): string {
    return this.start.folders[0] ?? process.cwd();
  }

  overlay(file: string, text: string | undefined): void {
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    this.projects.overlayChanged(file);
  }

  private readConfigs(): Configs {
    return new Configs({ cwd: this.cwd, rules: this.rules.map((r) => r.meta), amendment: {} });
  }
}
