/** What runs leave besides text: JSON, and a picture in a file. */
import { writeFileSync } from 'node:fs';
import { svgOf } from '../picture/index.ts';
import { Failure, reasonOf } from '../workspace/failure.ts';
import { version } from '../workspace/package.ts';
import { absolute } from '../workspace/paths.ts';
import type { Io } from './io.ts';
import type { Ran } from './runner-run.ts';
import { sources } from './runner-text.ts';

/**
 * `result`: whose schedule is drawn.
 *
 * @throws Failure that names the file and why
 */
export function writePicture(
  file: string,
  result: Ran['results'][number] | undefined,
  titleOf: (name: string) => string,
  { cwd }: Io,
): void {
  const picture = result?.result.explored?.picture;
  if (!result || !picture) throw new Failure(`${file} was not written: there is no schedule to draw.`);
  const svg = svgOf(picture, { title: titleOf(result.subject.name), source: sources() });
  const path = absolute(cwd, file);
  try {
    writeFileSync(path, `${svg}\n`);
  } catch (error) {
    throw new Failure(`${path} could not be written: ${reasonOf(error)}.`);
  }
}

export function json(value: object): string {
  return `${JSON.stringify({ version, ...value }, null, 2)}\n`;
}
