/** One program under every order of its steps: how far it went, what went wrong, and one schedule to look at. */
import { ArgumentError } from '../../runtime/src/index.ts';
import {
  type Exploration,
  type ExploreOptions,
  explore,
  type Program,
  type Schedule,
  type Timeline,
} from '../../runtime/src/testing/index.ts';
import { encode } from '../../runtime/src/testing/replay-string.ts';
import type { RunFailure, RunResult } from '../protocol/runner.ts';
import { nextSchedule, output } from './output.ts';
import { type PlaceOf, pictureOf } from './pictures.ts';
import { Refused } from './refused.ts';
import type { Tally } from './tally.ts';

/** Of a program that fails so many are tried, so that a picture can say `43 of 326 schedules fail`. */
export const COUNTED = 2000;
/** Of a program that passes, the schedule to show is one of the first. */
const SHOWN_OF = 2000;

export interface Explored {
  readonly name: string;
  readonly program: Program;
  readonly options: ExploreOptions;
  /** It has to fail, and by this: `${kind}: ${message}`. */
  readonly mustFail?: RegExp;
  /** Only this one is run. */
  readonly replay?: string | undefined;
  readonly placeOf: PlaceOf;
  readonly signal: AbortSignal;
  /** Of every exploration that it takes, a new one. */
  readonly tally: () => Tally;
}

/** @throws Refused where options or a replay string can't be used */
export async function runExplored(job: Explored): Promise<RunResult> {
  const started = performance.now();
  const { exploration, shown } = await searched(job).catch((error: Error) => {
    throw error instanceof ArgumentError ? new Refused(`\`${job.name}\` can't be run. ${error.message}`) : error;
  });
  const { failure, schedules, failing, complete } = exploration;
  const said = failure && `${failure.kind}: ${failure.message}`;
  const documented = said !== undefined && job.mustFail?.test(said) === true;
  return {
    asExpected: job.mustFail === undefined ? failure === undefined : documented,
    summary: summaryOf(job, exploration, documented),
    ...(failure && { failure: toldOf(failure) }),
    explored: { schedules, failing, complete, picture: pictureOf(shown.timeline, job.placeOf), replay: shown.replay },
    ms: Math.round(performance.now() - started),
  };
}

interface Searched {
  readonly exploration: Exploration;
  readonly shown: { readonly timeline: Timeline; readonly replay: string };
}

async function searched(job: Explored): Promise<Searched> {
  const { program, options, replay } = job;
  if (replay !== undefined) {
    const exploration = await explore(program, { ...options, signal: job.signal, replay });
    return { exploration, shown: { timeline: exploration.timeline as Timeline, replay } };
  }
  const [exploration, liveliest] = await quietly(job);
  const { failure } = exploration;
  if (failure?.kind === 'nondeterminism') return { exploration, shown: failure };
  // Once more, and this time what it prints is heard.
  const asked = failure?.replay ?? liveliest;
  const { timeline } = await explore(program, { ...options, replay: asked });
  const shown = timeline as Timeline;
  const labels = shown.steps.map(({ label }) => label);
  return { exploration, shown: { timeline: shown, replay: failure?.replay ?? encode(liveliest, labels) } };
}

async function quietly(job: Explored): Promise<readonly [Exploration, readonly number[]]> {
  output('held');
  try {
    if (job.mustFail !== undefined) {
      const schedules = Math.min(COUNTED, job.options.schedules ?? COUNTED);
      const counted = await search(job, { schedules, random: 0, keepGoing: true });
      if (counted[0].failing > 0 || counted[0].complete) return counted;
    }
    return await search(job, {});
  } finally {
    output('told');
  }
}

/** What was found, and the choices of a schedule with many switches. */
async function search(job: Explored, more: ExploreOptions): Promise<readonly [Exploration, readonly number[]]> {
  const tally = job.tally();
  let most = -1;
  let liveliest: readonly number[] = [];
  const onSchedule = ({ n, order, choices, failed, phase }: Schedule): void => {
    nextSchedule();
    tally.add(failed, phase);
    if (n > SHOWN_OF || failed) return;
    const switches = order.reduce((count, lane, i) => (lane === order[i - 1] ? count : count + 1), 0);
    if (switches <= most) return;
    most = switches;
    liveliest = choices;
  };
  const exploration = await explore(job.program, { ...job.options, ...more, signal: job.signal, onSchedule });
  tally.tell();
  return [exploration, liveliest];
}

function summaryOf({ mustFail, replay, options }: Explored, exploration: Exploration, documented: boolean): string {
  const { failure, schedules, failing, complete } = exploration;
  const tried = `${schedules.toLocaleString('en')} ${schedules === 1 ? 'schedule' : 'schedules'}`;
  const how = complete ? 'complete' : 'bounded';
  if (failure && mustFail && !documented) return `it fails otherwise than documented: ${failure.message}`;
  if (replay !== undefined) return failure ? 'replayed: it fails' : 'replayed: it passes';
  if (!failure) return `${mustFail ? 'it passes, though it should fail: ' : ''}${how}: ${tried}`;
  const isCounted = mustFail ? schedules <= COUNTED : options.keepGoing === true;
  return isCounted
    ? `${how}: ${failing.toLocaleString('en')} of ${tried} ${failing === 1 ? 'fails' : 'fail'}`
    : `fails after ${tried}`;
}

function toldOf({ kind, message, text }: NonNullable<Exploration['failure']>): RunFailure {
  return { kind, message, text };
}
