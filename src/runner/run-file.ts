/** The programs of a user's own file. */
import type { FileRequest, Subject } from '../protocol/runner.ts';
import { runExplored } from './explored.ts';
import { loadRaceFile } from './load-file.ts';
import { one, type Surroundings } from './one.ts';
import { Refused } from './refused.ts';

export async function runFile(request: FileRequest, around: Surroundings): Promise<void> {
  const { programs, options, placeOf } = await loadRaceFile(request.file, around);
  const chosen = programs.filter(({ name }) => request.program === undefined || name === request.program);
  if (chosen.length === 0) {
    throw new Refused(
      `${request.file} exports no program \`${request.program}\`. It has: ${programs.map(({ name }) => name).join(', ')}.`,
    );
  }
  if (request.replay !== undefined && chosen.length > 1) {
    throw new Refused(
      `A replay is of one program, and ${request.file} has ${chosen.length}: ${chosen.map(({ name }) => name).join(', ')}. Name it.`,
    );
  }
  for (const { name, index, program } of chosen) {
    const subject: Subject = { name, index, of: programs.length, form: 'explored' };
    await one(subject, around, (signal) =>
      runExplored({
        name,
        program,
        options: { ...options, ...(request.schedules !== undefined && { schedules: request.schedules }) },
        replay: request.replay,
        placeOf,
        signal,
        tally: () => around.reporter.tally(subject),
      }),
    );
  }
}
