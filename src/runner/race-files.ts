/** Users' own programs for the explorer: `account.race.ts` and the like, and what programs stand in one. */
import { type Callable, Exports } from './exports.ts';

export const RACE_FILE = /\.race\.(?:[cm]?[jt]s|tsx)$/;
/** The same as a glob. */
export const RACE_FILES = '**/*.race.{ts,mts,cts,tsx,js,mjs,cjs}';
/** What a file exports beside its programs: options of `explore`. */
export const OPTIONS = 'options';

export type RaceProgram = Callable;

/**
 * The programs that a file exports, in their order, as far as its text tells: functions, and what may be one, such as
 * the result of a call. Code that is half written, or not TypeScript at all, gives what can be made out.
 */
export function racePrograms(text: string): readonly RaceProgram[] {
  return new Exports(text).callable().filter(({ name }) => name !== OPTIONS);
}
