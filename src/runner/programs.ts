/**
 * The programs of scenarios. In a checkout they are compiled when they are asked for; in the package the build has put
 * them, compiled, into `dist/scenarios/<id>/`.
 */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { SourceMap } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Site } from '../../runtime/src/testing/index.ts';
import type { Place, Version } from '../protocol/runner.ts';
import type { Load } from '../scenarios/drive.ts';
import type { RealForm } from '../scenarios/scenario.ts';
import { packageRoot } from '../workspace/package.ts';
import { slashed } from '../workspace/paths.ts';
import { bundleReal, commonJs } from './compile.ts';
import { loadOf } from './load.ts';
import { originalOf } from './original.ts';
import { scenarioOf } from './scenarios.ts';

const isCheckout = import.meta.url.endsWith('.ts');
const scenarios = join(packageRoot, isCheckout ? 'src' : 'dist', 'scenarios');

// biome-ignore lint/suspicious/noExplicitAny: by default any program
export interface ScenarioProgram<Subject = any> {
  /** The source to show: absolute, with forward slashes. */
  readonly source: string;
  readonly load: Load<Subject>;
  /** Where that is in `source`; `undefined` for code that is none of the program's. */
  placeOf(site: Pick<Site, 'file' | 'line' | 'column'>): Place | undefined;
}

/** The program of the explored form. */
export function programOf<Subject>(id: string, version: Version): ScenarioProgram<Subject> {
  scenarioOf(id);
  const source = join(scenarios, id, `${version}.ts`);
  if (isCheckout) return programAt(source);
  const file = join(scenarios, id, `${version}.cjs`);
  return made(source, file, { code: readFileSync(file, 'utf8'), map: readFileSync(`${file}.map`, 'utf8') });
}

/** Any other, in a checkout: such as what proves a rule. */
export function programAt<Subject>(source: string): ScenarioProgram<Subject> {
  return made(source, source, commonJs(source, readFileSync(source, 'utf8')));
}

function made<Subject>(
  source: string,
  file: string,
  { code, map }: { code: string; map: string },
): ScenarioProgram<Subject> {
  const [shown, run] = [slashed(source), slashed(file)];
  let places: SourceMap | undefined;
  return {
    source: shown,
    load: loadOf(file, () => code),
    placeOf(site) {
      if (site.file !== run) return undefined;
      places ??= new SourceMap(JSON.parse(map));
      return originalOf(places, { ...site, file: shown });
    },
  };
}

/**
 * Runs the real form over one version.
 *
 * @throws what went wrong, as `failure` of the form tells, or that the scenario has no real form
 */
export async function runReal(id: string, version: Version, options: Parameters<RealForm['run']>[1]): Promise<void> {
  const { real } = scenarioOf(id);
  if (!real) throw new Error(`The scenario ${id} has no real form. Run its explored form.`);
  if (!isCheckout) return real.run(join(scenarios, id, `${version}.mjs`), options);
  const folder = mkdtempSync(join(tmpdir(), 'raceguard-real-'));
  try {
    await bundleReal(packageRoot, join(scenarios, id), folder);
    await real.run(join(folder, `${version}.mjs`), options);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
