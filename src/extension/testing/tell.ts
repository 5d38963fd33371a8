/** What is said of a run, in words. */
import { textOf } from '../../picture/text.ts';
import type { Picture, Place, RunResult, StopReason, Subject } from '../../protocol/runner.ts';
import type { Ended } from '../scenarios/model.ts';
import { count, schedulesOf } from '../scenarios/words.ts';

/** For the output: what each of its programs did, a failing schedule step by step. */
export function outputOf({ subject, result }: Ended): string {
  const what = verdict(subject, result);
  // A real form has no numbers to tell.
  const lines = [`  ${what.endsWith(result.summary) ? what : `${what}: ${result.summary}`}`];
  if (result.failure) lines.push('', indented(scheduleOf(result), '    '), '');
  return `${lines.join('\n')}\n`;
}

function verdict({ version }: Subject, { asExpected, failure }: RunResult): string {
  if (version === 'unsafe') {
    if (asExpected) return 'unsafe version: fails as documented';
    return failure ? 'unsafe version: fails, but not as documented' : 'unsafe version: does not fail';
  }
  const name = version === 'safe' ? 'safe version: ' : '';
  return `${name}${asExpected ? 'passes' : 'fails'}`;
}

/** Beside the name, when it is over: under how many schedules it holds. */
export function descriptionOf(ended: readonly Ended[]): string {
  const explored = ended.find(({ subject }) => subject.version !== 'unsafe')?.result.explored;
  if (!explored) return '';
  const { schedules, failing, complete } = explored;
  const tried = schedulesOf(schedules);
  if (failing) return `${count(failing)} of ${tried} failing`;
  return complete ? tried : `bounded: ${tried}`;
}

/** While it goes on. */
export function progressOf({ schedules, failing }: { readonly schedules: number; readonly failing: number }): string {
  return `${schedulesOf(schedules)}${failing ? `, ${count(failing)} failing` : ''} …`;
}

/** Why it isn't as it should be: the first line says it, the rest shows it. */
export interface Complaint {
  readonly title: string;
  /** For a fixed-width font. */
  readonly text: string;
  readonly place?: Place;
  /** Of the schedule, where there is one to draw. */
  readonly replay?: string;
}

/** Of the programs that did not do what they should. */
export function complaintsOf(ended: readonly Ended[]): Complaint[] {
  return ended
    .filter(({ result }) => !result.asExpected)
    .map(({ subject, result }) => {
      const { failure, explored, summary } = result;
      const place = explored && placeOf(explored.picture);
      const what = failure?.message ?? summary;
      const title =
        subject.version === undefined
          ? what
          : subject.version === 'safe'
            ? `The safe version fails: ${what}`
            : failure
              ? `The unsafe version fails in another way: ${what}`
              : `The unsafe version: ${what}`;
      return {
        title: firstLine(title),
        text: scheduleOf(result),
        ...(place ? { place } : {}),
        ...(explored ? { replay: explored.replay } : {}),
      };
    });
}

/** Where it goes wrong: where the failure was thrown, else where the last step stands. */
export function placeOf({ failure, steps }: Picture): Place | undefined {
  if (failure?.place) return failure.place;
  for (const step of steps.toReversed()) {
    const place = step.accesses.findLast((access) => access.place)?.place ?? step.place;
    if (place) return place;
  }
  return undefined;
}

export function stoppedBecause(why: StopReason, message: string): string {
  const titles: Readonly<Record<StopReason, string>> = {
    cancelled: 'Cancelled',
    hangs: 'It hangs',
    floods: 'It prints too much',
    died: 'Its process ended',
    refused: 'It could not be run',
  };
  return `${titles[why]}: ${message}`;
}

/** A code block of a message of a test drops spaces in a row, but for those that don't break. */
export function forCodeBlock(text: string): string {
  return text.replace(/^ | (?= )/gm, '\u00a0');
}

/** A terminal wants both. */
export function forTerminal(text: string): string {
  return text.replace(/\r?\n/g, '\r\n');
}

/** Step by step, and what replays it. */
function scheduleOf({ failure, explored, summary }: RunResult): string {
  if (explored) return `${textOf(explored.picture)}\n\n   replay: ${explored.replay}`;
  return failure?.text.trimEnd() ?? summary;
}

function indented(text: string, by: string): string {
  return text.replace(/^(?=.)/gm, by);
}

function firstLine(text: string): string {
  return text.split('\n')[0]!;
}
