/** Which lines a step of a schedule is about, and what is said at each. */
import type { Picture, PictureStep, Place } from '../../protocol/runner.ts';

export interface Mark {
  /** From 1. */
  readonly line: number;
  /** `step`: the program goes on there; `access`: it reads or writes what others do, too; `failure`: it goes wrong. */
  readonly kind: 'step' | 'access' | 'failure';
  readonly text: string;
}

export interface Marks {
  readonly file: string;
  /** The line to look at. */
  readonly line: number;
  /** One for a line and a kind. */
  readonly marks: readonly Mark[];
}

/** Undefined where no code of the program stands behind the step. All marks are of one file: that in which it goes on. */
export function marksOf(picture: Picture, step: PictureStep): Marks | undefined {
  const last = step.n === picture.steps.length;
  const failure = last ? picture.failure : null;
  const main = step.place ?? step.accesses.find(({ place }) => place)?.place ?? failure?.place;
  if (!main) return undefined;
  const all: [Place | undefined, Mark['kind'], string][] = [
    [step.place, 'step', `${step.task}  ${step.label}`],
    ...step.accesses.map(
      ({ place, kind, watched, value }) =>
        [
          place,
          'access',
          `${step.task}  ${kind === 'read' ? 'reads' : 'writes'} ${picture.watched[watched]?.name ?? 'it'}: ${value}`,
        ] as [Place | undefined, Mark['kind'], string],
    ),
    [failure?.place, 'failure', failure ? oneLine(failure.message) : ''],
  ];
  const marks: Mark[] = [];
  for (const [place, kind, text] of all) {
    if (place?.file !== main.file) continue;
    const there = marks.findIndex((mark) => mark.line === place.line && mark.kind === kind);
    const known = marks[there]?.text ?? '';
    if (there < 0) marks.push({ line: place.line, kind, text });
    else if (!known.includes(text.slice(step.task.length).trim()))
      marks[there] = { line: place.line, kind, text: `${known}; ${text.slice(step.task.length).trim()}` };
  }
  return { file: main.file, line: main.line, marks };
}

function oneLine(text: string): string {
  const line = text.split('\n')[0]!;
  return line.length <= 120 ? line : `${line.slice(0, 119)}…`;
}
