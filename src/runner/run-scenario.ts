/** A scenario: its drives over both programs, then its real form. */
import type { RunResult, ScenarioRequest, Subject, Version } from '../protocol/runner.ts';
import type { Drive } from '../scenarios/drive.ts';
import type { RealForm } from '../scenarios/scenario.ts';
import { runExplored } from './explored.ts';
import { one, type Surroundings } from './one.ts';
import { programOf, runReal, type ScenarioProgram } from './programs.ts';
import { Refused } from './refused.ts';
import { scenarioOf } from './scenarios.ts';

const versions: readonly Version[] = ['unsafe', 'safe'];
/** A real form that takes longer has hung. */
const REAL_MS = 120_000;

export async function runScenario(request: ScenarioRequest, around: Surroundings): Promise<void> {
  const { drives, real } = scenarioOf(request.id);
  const chosen = request.drives ?? drives.map((_, index) => index);
  const { replay, forms = ['explored', 'real'] } = request;
  if (replay && chosen.length !== 1) throw new Refused('A replay is of one drive: name it.');
  const asked = replay ? [replay.version] : versions;
  const programs = new Map(asked.map((version) => [version, programOf(request.id, version)]));
  for (const index of forms.includes('explored') ? chosen : []) {
    const drive = drives[index];
    if (!drive) throw new Refused(`\`${request.id}\` has ${drives.length} drives: there is no drive ${index + 1}.`);
    for (const [version, program] of programs) {
      const subject: Subject = { name: drive.hazard, index, of: drives.length, version, form: 'explored' };
      await one(subject, around, (signal) => explored(drive, program, request, subject, { ...around, signal }));
    }
  }
  if (!real || replay || !forms.includes('real')) return;
  for (const version of versions) {
    const subject: Subject = { name: real.what, index: 0, of: 1, version, form: 'real' };
    await one(subject, around, (signal) => ran(request.id, real, subject, { ...around, signal }));
  }
}

function explored(
  drive: Drive,
  program: ScenarioProgram,
  { replay, schedules }: ScenarioRequest,
  subject: Subject,
  { reporter, signal }: Surroundings,
): Promise<RunResult> {
  return runExplored({
    name: subject.name,
    program: (t) => drive.program(t, program.load),
    options: { maxSteps: 100, ...drive.options, ...(schedules !== undefined && { schedules }) },
    ...(subject.version === 'unsafe' && { mustFail: drive.failure }),
    replay: replay?.choices,
    placeOf: program.placeOf,
    signal,
    tally: () => reporter.tally(subject),
  });
}

async function ran(id: string, real: RealForm, subject: Subject, around: Surroundings): Promise<RunResult> {
  const started = performance.now();
  const { version } = subject as { version: Version };
  const signal = AbortSignal.any([around.signal, AbortSignal.timeout(REAL_MS)]);
  const onStep = (text: string): void => around.reporter.step(subject, text);
  const thrown = await runReal(id, version, { signal, onStep }).then(
    () => undefined,
    (error: unknown) => (error instanceof Error ? error : new Error(String(error))),
  );
  around.signal.throwIfAborted();
  const ms = Math.round(performance.now() - started);
  if (!thrown) return { asExpected: version === 'safe', summary: 'passes', ms };
  const { message } = thrown;
  const asExpected = version === 'unsafe' && real.failure.test(message);
  return { asExpected, summary: message, failure: { message, text: `${thrown.stack ?? message}\n` }, ms };
}
