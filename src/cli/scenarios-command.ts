/** `raceguard scenarios`: lists them, and runs them. */
import { didYouMean } from '../core/near.ts';
import type { RunResult, ScenarioRequest, Version } from '../protocol/runner.ts';
import list from '../scenarios/list.json' with { type: 'json' };
import type { ListedScenario } from '../scenarios/scenario.ts';
import { exitCode, Failure, UsageFailure } from '../workspace/failure.ts';
import type { ScenariosArgs } from './args.ts';
import type { Io } from './io.ts';
import { Progress } from './progress.ts';
import { json, writePicture } from './runner-output.ts';
import { passed, type Ran, ran } from './runner-run.ts';
import { indented, joined, scheduleBlock, stoppedBlock } from './runner-text.ts';
import { type View, viewOf, wrap } from './style.ts';
import { table } from './table.ts';

const scenarios = list as readonly ListedScenario[];
const listedFields = (s: ListedScenario) => ({
  id: s.id,
  title: s.title,
  origin: s.origin ?? null,
  url: s.url ?? null,
  rules: s.rules,
  hazards: s.hazards,
  hasReal: s.hasReal,
});

/** 0 if every program went as its scenario tells: the unsafe one fails so, the safe one passes; else 1. */
export async function scenariosCommand(args: ScenariosArgs, io: Io): Promise<number> {
  const view = viewOf(io.stdout, io.env, args.color, false);
  if (args.id === undefined) {
    io.stdout.write(args.format === 'json' ? json({ scenarios: scenarios.map(listedFields) }) : overview(view));
    return exitCode.clean;
  }
  const chosen = args.id === 'all' ? scenarios : [scenarioNamed(args.id)];
  const progress = new Progress(io.stderr, io.env);
  const told: object[] = [];
  let code: number = exitCode.clean;
  try {
    for (const scenario of chosen) {
      const one =
        args.replay === undefined
          ? await ran(request(scenario), scenario.id, io, progress)
          : await replayed(scenario, args.replay, io, progress);
      progress.clear();
      if (args.format === 'json') told.push({ ...listedFields(scenario), ...one });
      else
        io.stdout.write(
          `${scenarioText(scenario, one, args.replay !== undefined, io, view)}\n${scenario === chosen.at(-1) ? '' : '\n\n'}`,
        );
      if (args.svg !== undefined) {
        const drawn = one.results.find(({ result }) => result.explored);
        writePicture(args.svg, drawn, capitalized, io);
      }
      if (one.stopped?.why === 'refused') code = exitCode.failure;
      else if (code === exitCode.clean && !passed(one)) code = exitCode.findings;
    }
  } finally {
    progress.clear();
  }
  if (args.format === 'json') io.stdout.write(json({ scenarios: told }));
  return code;
}

function request({ id }: ListedScenario): ScenarioRequest {
  return { run: 'scenario', id };
}

function scenarioNamed(id: string): ListedScenario {
  const found = scenarios.find((scenario) => scenario.id === id);
  if (found) return found;
  const ids = scenarios.map((scenario) => scenario.id);
  throw new UsageFailure(`No scenario is called \`${id}\`.${didYouMean(id, ids)} \`raceguard scenarios\` lists them.`);
}

/** The string tells by itself which drive and which program it is of: it is refused by all others. */
async function replayed({ id, hazards }: ListedScenario, choices: string, io: Io, progress: Progress): Promise<Ran> {
  let last: Ran | undefined;
  for (const version of ['unsafe', 'safe'] satisfies Version[]) {
    for (const [drive] of hazards.entries()) {
      last = await ran({ run: 'scenario', id, drives: [drive], replay: { version, choices } }, id, io, progress);
      if (last.stopped?.why !== 'refused') return last;
    }
  }
  const nonsense = /is no replay string/.test(last?.stopped?.message ?? '');
  throw new Failure(
    nonsense
      ? `\`${choices}\` is no replay string. Copy one whole from a failure: rg1-…`
      : `\`${choices}\` is no schedule of \`${id}\` as it is now. \`raceguard scenarios ${id}\` prints them.`,
  );
}

function overview(view: View): string {
  const { paint } = view;
  const rows = scenarios.map(({ id, title, origin, rules }) => [id, title, origin ?? '', rules.join(' ')]);
  const lines = table([['scenario', 'what happens', 'reported as', 'rules'], ...rows], [], (text, column, row) =>
    row === 0 ? paint.dim(text) : column === 0 ? paint.bold(text) : text,
  );
  return `${lines.join('\n')}\n\n\`raceguard scenarios <scenario>\` runs one, \`raceguard scenarios all\` all of them.\n`;
}

function scenarioText(scenario: ListedScenario, one: Ran, isReplay: boolean, { cwd }: Io, view: View): string {
  const { paint, width } = view;
  const { id, title, story, origin, url, rules } = scenario;
  const reported = origin === undefined ? '' : `Reported as ${origin}${url === undefined ? '' : `: ${url}`}. `;
  return joined(
    `${paint.bold(title)}  ${paint.dim(id)}`,
    wrap(story, width).join('\n'),
    paint.dim(wrap(`${reported}Found by ${rules.join(', ')}.`, width).join('\n')),
    ...one.results.map(({ subject, result }, at) => {
      const { name, version, form } = subject;
      const head =
        name === one.results[at - 1]?.subject.name
          ? ''
          : `${paint.bold(paint.cyan(name))}${form === 'real' ? paint.dim('  (with real processes or threads)') : ''}\n\n`;
      // What passes has nothing to be seen; a replay shows it.
      const isShown = isReplay || result.failure !== undefined;
      return `${head}${resultText(id, version, result, isShown, cwd, view)}`;
    }),
    stoppedBlock(one, cwd, view),
  );
}

function resultText(
  id: string,
  version: Version | undefined,
  result: RunResult,
  isShown: boolean,
  cwd: string,
  view: View,
): string {
  const { paint, width } = view;
  const { asExpected, explored } = result;
  const mark = asExpected ? paint.green('✔') : paint.red('✖');
  const said = wrap(result.summary, width && width - 12)
    .join('\n')
    .replaceAll('\n', '\n            ');
  const line = ` ${mark} ${paint.bold((version ?? '').padEnd(6))}  ${said}`;
  return joined(
    line,
    isShown && explored ? scheduleBlock(result, cwd, view) : '',
    isShown && explored ? `   ${paint.dim(`replay  raceguard scenarios ${id} --replay ${explored.replay}`)}` : '',
    !explored && !asExpected && result.failure ? indented(result.failure.text.trimEnd()) : '',
  );
}

/** As a title. */
function capitalized(name: string): string {
  return name.replace(/^\p{L}/u, (first) => first.toUpperCase());
}
