/**
 * Loads a user's own file of programs, and what it imports: TypeScript in any Node from 20 on, in ES modules and
 * CommonJS, with the `paths` and the JSX of its tsconfig. jiti does it, which needs no compiler to be installed.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createJiti, type JitiOptions } from 'jiti/static';
import type { ExploreOptions, Program } from '../../runtime/src/testing/index.ts';
import { jsxOf } from './jsx.ts';
import { whyNotLoaded } from './load-failure.ts';
import type { PlaceOf } from './pictures.ts';
import { OPTIONS, racePrograms } from './race-files.ts';
import { Refused } from './refused.ts';
import { SourcePlaces } from './source-places.ts';
import { TransformCache } from './transform-cache.ts';

export interface RaceFile {
  /** In the order in which they stand in the file. */
  readonly programs: readonly { readonly name: string; readonly index: number; readonly program: Program }[];
  readonly options: ExploreOptions;
  /** Any code of the user is to be shown, but packages'. */
  readonly placeOf: PlaceOf;
}

interface Loading {
  /** So long it may load nothing more, and not be loaded: it waits for what does not come. Default 30,000. */
  readonly patienceMs?: number;
  /** Called as each file is loaded: many take long, and let nothing else run meanwhile. */
  readonly alive?: () => void;
}

/** @throws Refused with file, line, cause and remedy */
export async function loadRaceFile(
  file: string,
  { patienceMs = 30_000, alive = () => {} }: Loading = {},
): Promise<RaceFile> {
  if (!existsSync(file)) throw new Refused(`${file} can't be run: there is no such file.`);
  const places = new SourcePlaces();
  const placeOf: PlaceOf = (site) => places.placeOf(site);
  const patience = new Patience(patienceMs, file);
  const next = (): void => {
    alive();
    patience.renew();
  };
  const exported = await Promise.race([load(file, places, next), patience.over])
    .catch((error: unknown) => {
      throw error instanceof Refused ? error : whyNotLoaded(file, error, placeOf);
    })
    .finally(() => patience.end());
  const programs = programsIn(exported, readFileSync(file, 'utf8'));
  if (programs.length === 0) {
    throw new Refused(
      `${file} exports no program. A program is a function that begins tasks: \`export const twoDeposits = async (t: Trial) => { t.task('A', …); … }\`.`,
    );
  }
  const options = (exported[OPTIONS] ?? {}) as ExploreOptions;
  if (typeof options !== 'object')
    throw new Refused(`${file} exports \`options\` that are no object. \`explore\` takes { schedules: 1000 }.`);
  return { programs, options, placeOf };
}

async function load(file: string, places: SourcePlaces, next: () => void): Promise<Record<string, unknown>> {
  const plain = createJiti(file, { fsCache: false });
  const cache = new TransformCache(file);
  const options: JitiOptions = {
    fsCache: false,
    tsconfigPaths: true,
    jsx: jsxOf(file),
    sourceMaps: true,
    transform: (source) => {
      next();
      return {
        code: places.keep(
          source,
          cache.get(source, () => plain.transform(source)),
        ),
      };
    },
  };
  const jiti = createJiti(file, { ...options, virtualModules: await runtimeFor(plain, file) });
  const exported: unknown = await jiti.import(file);
  // `module.exports = async (t) => …`
  if (typeof exported === 'function' && Object.keys(exported).length === 0) return { default: exported };
  return exported as Record<string, unknown>;
}

/** The runtime that the file's project has installed; where there is none, or only its types, ours. */
async function runtimeFor(jiti: ReturnType<typeof createJiti>, file: string): Promise<Record<string, unknown>> {
  const all = {
    '@raceguard/runtime': () => import('../../runtime/src/index.ts'),
    '@raceguard/runtime/node': () => import('../../runtime/src/node/index.ts'),
    '@raceguard/runtime/testing': () => import('../../runtime/src/testing/index.ts'),
  };
  const missing = Object.entries(all).filter(([name]) => {
    const own = jiti.esmResolve(name, { try: true, parentURL: file });
    return own === undefined || !existsSync(new URL(own));
  });
  return Object.fromEntries(await Promise.all(missing.map(async ([name, ours]) => [name, await ours()])));
}

function programsIn(exported: Record<string, unknown>, text: string): RaceFile['programs'] {
  const order = racePrograms(text).map(({ name }) => name);
  const rank = (name: string): number => (order.includes(name) ? order.indexOf(name) : order.length);
  return (
    Object.entries(exported)
      // Node calls what CommonJS exports as a whole by two names.
      .filter(([name, value]) => name !== OPTIONS && name !== 'module.exports' && isProgram(value))
      .sort(([a], [b]) => rank(a) - rank(b))
      .map(([name, program], index) => ({ name, index, program: program as Program }))
  );
}

/** Not a class, nor a generator: to call these does nothing. */
function isProgram(value: unknown): boolean {
  return typeof value === 'function' && !/^(?:class\b|(?:async\s+)?function\s*\*)/.test(String(value));
}

class Patience {
  readonly over: Promise<never>;
  readonly #timer: NodeJS.Timeout;

  constructor(ms: number, file: string) {
    const message = `${file} has not been loaded after ${ms / 1000} seconds: it, or what it imports, awaits something that does not come. Await it inside of a program.`;
    let timer: NodeJS.Timeout | undefined;
    this.over = new Promise((_, reject) => {
      timer = setTimeout(() => reject(new Refused(message)), ms);
    });
    this.#timer = timer as unknown as NodeJS.Timeout;
  }

  renew(): void {
    this.#timer.refresh();
  }

  end(): void {
    clearTimeout(this.#timer);
  }
}
