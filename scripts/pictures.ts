/**
 * `npm run pictures`: draws schedules that fail, for the README and the pages of rules and scenarios. Of every scenario the
 * first drive over its unsafe program, as `docs/scenarios/<id>.svg`; of a rule whose page shows it, the first proof over
 * `bad.ts`, as `docs/rules/<id>.svg`. With `--check` it writes nothing and fails when one is stale: the same programs give
 * the same bytes.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { explore } from '../runtime/src/testing/index.ts';
import { svgOf } from '../src/picture/index.ts';
import type { Place } from '../src/protocol/runner.ts';
import { pictureOf } from '../src/runner/pictures.ts';
import { programAt, programOf, type ScenarioProgram } from '../src/runner/programs.ts';
import { scenarioIds, scenarioOf } from '../src/runner/scenarios.ts';
import type { Drive } from '../src/scenarios/drive.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const rules = join(root, 'src', 'rules');

interface Drawn {
  /** Relative to the repository. */
  readonly path: string;
  readonly svg: string;
}

/** One after the other: a program may have the clock to itself. */
async function drawAll(): Promise<Drawn[]> {
  const drawn: Drawn[] = [];
  for (const id of scenarioIds()) {
    const svg = await draw(`src/scenarios/${id}`, scenarioOf(id).drives[0], programOf(id, 'unsafe'));
    drawn.push({ path: `docs/scenarios/${id}.svg`, svg });
  }
  for (const id of readdirSync(rules)) {
    const page = join(rules, id, 'docs.md');
    const path = `docs/rules/${id}.svg`;
    if (!existsSync(page) || !readFileSync(page, 'utf8').includes(`(../../../${path})`)) continue;
    const { proofs } = await import(pathToFileURL(join(rules, id, 'proof.ts')).href);
    drawn.push({ path, svg: await draw(`src/rules/${id}`, proofs[0], programAt(join(rules, id, 'bad.ts'))) });
  }
  return drawn;
}

/** @throws Error where the program does not fail as its drive says */
async function draw(at: string, drive: Drive | undefined, program: ScenarioProgram): Promise<string> {
  if (drive === undefined) throw new Error(`${at} has no drive: nothing can be drawn.`);
  const { load, placeOf, source } = program;
  const { failure } = await explore((t) => drive.program(t, load), { maxSteps: 100, ...drive.options });
  if (failure === undefined || !drive.failure.test(`${failure.kind}: ${failure.message}`)) {
    throw new Error(`${at}: ${source} must fail by ${drive.failure}, but: ${failure?.text ?? 'it passes'}`);
  }
  const lines = readFileSync(source, 'utf8').split(/\r?\n/);
  const svg = svgOf(pictureOf(failure.timeline, placeOf), {
    title: drive.hazard.replace(/^\p{L}/u, (first) => first.toUpperCase()),
    source: ({ file, line }: Place) => (file === source ? lines[line - 1] : undefined),
  });
  return `${svg}\n`;
}

/** Paths of what is stale, and of what nothing draws any more. */
export async function stalePictures(): Promise<string[]> {
  const drawn = await drawAll();
  return [...drawn.filter(isStale).map(({ path }) => path), ...abandoned(drawn)];
}

/** Writes what is stale; returns its paths. */
async function writePictures(): Promise<string[]> {
  const drawn = await drawAll();
  const [stale, gone] = [drawn.filter(isStale), abandoned(drawn)];
  for (const { path, svg } of stale) {
    mkdirSync(dirname(join(root, path)), { recursive: true });
    writeFileSync(join(root, path), svg);
  }
  for (const path of gone) rmSync(join(root, path));
  return [...stale.map(({ path }) => path), ...gone];
}

function isStale({ path, svg }: Drawn): boolean {
  return !existsSync(join(root, path)) || readFileSync(join(root, path), 'utf8') !== svg;
}

function abandoned(drawn: readonly Drawn[]): string[] {
  return ['docs/scenarios', 'docs/rules']
    .filter((folder) => existsSync(join(root, folder)))
    .flatMap((folder) => readdirSync(join(root, folder)).map((name) => `${folder}/${name}`))
    .filter((path) => path.endsWith('.svg') && drawn.every((one) => one.path !== path));
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
