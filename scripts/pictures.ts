/**
 * `npm run pictures`: runs the first drive of every scenario over its unsafe program, and draws the schedule that fails as
 * `docs/scenarios/<id>.svg`, which the README and the pages of rules show. With `--check` it writes nothing and fails when
 * one is stale: the same programs give the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { explore } from '../runtime/src/testing/index.ts';
import { svgOf } from '../src/picture/index.ts';
import type { Picture, Place } from '../src/protocol/runner.ts';
import { pictureOf } from '../src/runner/pictures.ts';
import { programOf } from '../src/runner/programs.ts';
import { scenarioIds, scenarioOf } from '../src/runner/scenarios.ts';

const folder = 'docs/scenarios';
const root = join(dirname(fileURLToPath(import.meta.url)), '..');

export interface Drawn {
  /** Relative to the repository. */
  readonly path: string;
  readonly picture: Picture;
  readonly svg: string;
}

/** @throws Error where a program does not fail as its drive says */
export async function drawScenario(id: string): Promise<Drawn> {
  const [drive] = scenarioOf(id).drives;
  if (drive === undefined) throw new Error(`src/scenarios/${id} has no drive: nothing can be drawn.`);
  const { load, placeOf, source } = programOf(id, 'unsafe');
  const { failure } = await explore((t) => drive.program(t, load), { maxSteps: 100, ...drive.options });
  if (failure === undefined || !drive.failure.test(`${failure.kind}: ${failure.message}`)) {
    throw new Error(
      `src/scenarios/${id}/unsafe.ts must fail by ${drive.failure}, but: ${failure?.text ?? 'it passes'}`,
    );
  }
  const picture = pictureOf(failure.timeline, placeOf);
  const lines = readFileSync(source, 'utf8').split(/\r?\n/);
  const svg = svgOf(picture, {
    title: drive.hazard.replace(/^\p{L}/u, (first) => first.toUpperCase()),
    source: ({ file, line }: Place) => (file === source ? lines[line - 1] : undefined),
  });
  return { path: `${folder}/${id}.svg`, picture, svg: `${svg}\n` };
}

/** One after the other: a program may have the clock to itself. */
async function drawAll(): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const id of scenarioIds()) drawn.push(await drawScenario(id));
  return drawn;
}

/** Paths of what is stale, and of what nothing draws any more. */
export async function stalePictures(): Promise<string[]> {
  const drawn = await drawAll();
  const stale = drawn.filter(({ path, svg }) => read(path) !== svg).map(({ path }) => path);
  return [...stale, ...abandoned(drawn)];
}

/** Writes what is stale; returns its paths. */
async function writePictures(): Promise<string[]> {
  const drawn = await drawAll();
  const stale = drawn.filter(({ path, svg }) => read(path) !== svg);
  const gone = abandoned(drawn);
  mkdirSync(join(root, folder), { recursive: true });
  for (const { path, svg } of stale) writeFileSync(join(root, path), svg);
  for (const path of gone) rmSync(join(root, path));
  return [...stale.map(({ path }) => path), ...gone];
}

function abandoned(drawn: readonly Drawn[]): string[] {
  const names = existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [];
  const paths = names.filter((name) => name.endsWith('.svg')).map((name) => `${folder}/${name}`);
  return paths.filter((path) => drawn.every((one) => one.path !== path));
}

function read(path: string): string | undefined {
  return existsSync(join(root, path)) ? readFileSync(join(root, path), 'utf8') : undefined;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--check')) {
    const stale = await stalePictures();
    if (stale.length) console.error(`Stale: ${stale.join(', ')}. Run \`npm run pictures\` and commit what it writes.`);
    process.exitCode = stale.length ? 1 : 0;
  } else {
    const changed = await writePictures();
    console.log(changed.length ? `Written: ${changed.join(', ')}.` : 'All is up to date.');
  }
}
