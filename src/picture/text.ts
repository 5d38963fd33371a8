/** A schedule as text: for terminals, and for those who listen to it. */
import type { Picture, PictureStep } from '../protocol/runner.ts';
import { columns, plain } from './fit.ts';
import { type Race, racesOf } from './races.ts';
import { accessOf, callOf, endingOf, placeOf, SWITCHED, stepOf } from './story.ts';
import { hotTexts, reasonOf } from './words.ts';

/** A line a step: number, who, what, where, what it reads and writes; `>` where it turns away from a task that could go on. */
export function textOf(picture: Picture): string {
  const { steps, watched, opening } = picture;
  const races = racesOf(picture);
  const digits = String(steps.length).length;
  const room = Math.max(0, ...steps.map(({ task }) => columns(plain(task))));
  const timed = steps.some(({ at }) => at > 0);
  const indent = ' '.repeat(digits + 5);
  const lines = opening.map((text) => `${indent}${plain(text)}`);
  for (const { name, value } of watched.filter(({ value }) => value !== ''))
    lines.push(`${indent}${plain(`${name} is ${value}`)}`);
  for (const step of steps) {
    const name = plain(step.task);
    const time = timed ? `${String(step.at).padStart(5)} ms  ` : '';
    const who = name + ' '.repeat(room - columns(name));
    const mark = step.switched ? '>' : ' ';
    lines.push(
      ` ${mark} ${String(step.n).padStart(digits)}  ${time}${who}  ${whatOf(picture, step, races).join('; ')}`,
    );
  }
  const { title, message } = endingOf(picture);
  lines.push(` ${picture.failure === null ? '✔' : '✖'} ${title}: ${plain(message)}`);
  const race = races.at(-1);
  if (race !== undefined) lines.push(`   ${reasonOf(picture, race)}`);
  return lines.join('\n');
}

/** For a live region: `Step 3 of 7: B starts, line 14; reads client: unset`. `n` counts from 1. */
export function sentenceOf(picture: Picture, n: number): string {
  const step = stepOf(picture, n);
  const others = step.switched ? `, ${SWITCHED}` : '';
  return `Step ${n} of ${picture.steps.length}: ${plain(step.task)} ${whatOf(picture, step, racesOf(picture)).join('; ')}${others}`;
}

/** For a list of the steps: what step `n` does, part by part, its call and line first. */
export function partsOf(picture: Picture, n: number): string[] {
  return whatOf(picture, stepOf(picture, n), racesOf(picture));
}

/** What the step does, part by part: its call and line, accesses, values, what is stale. */
function whatOf(picture: Picture, step: PictureStep, races: readonly Race[]): string[] {
  const told = [`${callOf(step)}${step.place === undefined ? '' : `, ${placeOf(step.place)}`}`];
  for (const access of step.accesses) {
    const where =
      access.place === undefined || access.place.line === step.place?.line ? '' : `, ${placeOf(access.place)}`;
    const one = `${accessOf(picture, access)}${where}`;
    if (told.at(-1) !== one) told.push(one);
  }
  told.push(...changesOf(picture, step));
  for (const value of step.values) told.push(plain(value));
  for (const { text } of hotTexts(picture, races, (spot) => spot.step === step.n)) told.push(text);
  return told;
}

/** Locations that are other than before though no write of them was seen: those that are watched by a function. */
function changesOf({ watched, steps }: Picture, { n, shared, accesses }: PictureStep): string[] {
  const before = n === 1 ? watched.map(({ value }) => value) : steps[n - 2]!.shared;
  return watched.flatMap(({ name }, at) => {
    const value = shared[at] ?? '';
    const written = accesses.some(({ watched, kind }) => watched === at && kind === 'write');
    return written || value === '' || value === before[at] ? [] : [plain(`${name} is now ${value}`)];
  });
}
