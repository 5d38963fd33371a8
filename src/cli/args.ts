/** The arguments of every command, checked before anything is done. */
import { parseArgs } from 'node:util';
import { type Preset, presets } from '../core/config.ts';
import { didYouMean } from '../core/near.ts';
import type { RuleMeta } from '../core/rule.ts';
import { UsageFailure } from '../workspace/failure.ts';

export const formats = ['text', 'json', 'github'] as const;
export type Format = (typeof formats)[number];

export interface CheckArgs {
  readonly command: 'check';
  readonly paths: readonly string[];
  readonly project: string | undefined;
  readonly config: string | undefined;
  readonly preset: Preset | undefined;
  /** Ids; undefined: all that the configuration turns on. */
  readonly rules: readonly string[] | undefined;
  readonly fix: 'none' | 'safe' | 'suggestions';
  readonly dryRun: boolean;
  readonly format: Format;
  readonly maxWarnings: number | undefined;
  readonly compiler: 'native' | 'classic' | undefined;
  readonly timing: boolean;
  readonly verbose: boolean;
  readonly color: boolean | undefined;
}

export interface ScenariosArgs {
  readonly command: 'scenarios';
  /** Of one, or `all`; undefined: a list of them. */
  readonly id: string | undefined;
  readonly replay: string | undefined;
  readonly svg: string | undefined;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export interface ExploreArgs {
  readonly command: 'explore';
  readonly paths: readonly string[];
  readonly program: string | undefined;
  readonly replay: string | undefined;
  readonly schedules: number | undefined;
  readonly svg: string | undefined;
  readonly format: 'text' | 'json';
  readonly color: boolean | undefined;
}

export type Args =
  | CheckArgs
  | ScenariosArgs
  | ExploreArgs
  | {
      readonly command: 'add-runtime';
      readonly dir: string;
      readonly install: boolean;
      readonly color: boolean | undefined;
    }
  | { readonly command: 'explain'; readonly rule: RuleMeta; readonly color: boolean | undefined }
  | { readonly command: 'rules'; readonly color: boolean | undefined }
  | { readonly command: 'help'; readonly of: string | undefined }
  | { readonly command: 'version' };

const general = {
  help: { type: 'boolean', short: 'h' },
  version: { type: 'boolean', short: 'v' },
  color: { type: 'boolean' },
  'no-color': { type: 'boolean' },
} as const;

const options = {
  check: {
    ...general,
    project: { type: 'string', short: 'p' },
    config: { type: 'string', short: 'c' },
    preset: { type: 'string' },
    rule: { type: 'string', multiple: true },
    fix: { type: 'boolean' },
    'fix-suggestions': { type: 'boolean' },
    'fix-dry-run': { type: 'boolean' },
    format: { type: 'string', short: 'f' },
    'max-warnings': { type: 'string' },
    compiler: { type: 'string' },
    timing: { type: 'boolean' },
    verbose: { type: 'boolean' },
  },
  scenarios: {
    ...general,
    replay: { type: 'string' },
    svg: { type: 'string' },
    format: { type: 'string', short: 'f' },
  },
  explore: {
    ...general,
    program: { type: 'string' },
    replay: { type: 'string' },
    schedules: { type: 'string' },
    svg: { type: 'string' },
    format: { type: 'string', short: 'f' },
  },
  'add-runtime': { ...general, install: { type: 'boolean' } },
  explain: general,
  rules: general,
} as const;

type Command = keyof typeof options;
const commands = Object.keys(options) as Command[];

/** Throws a UsageFailure that says what is wrong and what was meant. */
export function readArgs(argv: readonly string[], rules: readonly RuleMeta[]): Args {
  const [first, ...rest] = argv;
  if (first === undefined || first === '--help' || first === '-h') return { command: 'help', of: undefined };
  if (first === 'help') return { command: 'help', of: commands.find((c) => c === rest[0]) };
  if (first === '--version' || first === '-v') return { command: 'version' };
  const command = commands.find((c) => c === first);
  if (!command) {
    const path = first.startsWith('-') || /[./\\]/.test(first) || first === 'src';
    const hint = path ? ` To check files: \`raceguard check ${argv.join(' ')}\`.` : didYouMean(first, commands);
    throw new UsageFailure(`\`${first}\` is not a command.${hint || ` Commands: ${commands.join(', ')}.`}`);
  }
  const { values, positionals } = parse(command, rest);
  if (values.help) return { command: 'help', of: command };
  if (values.version) return { command: 'version' };
  const color = values['no-color'] ? false : values.color === true || undefined;
  switch (command) {
    case 'rules':
      atMost(0, positionals, command);
      return { command, color };
    case 'explain': {
      atMost(1, positionals, command);
      const [name] = positionals;
      if (name === undefined) throw new UsageFailure('Name the rule to explain. `raceguard rules` lists them.');
      return { command, color, rule: ruleOf(name, rules) };
    }
    case 'add-runtime':
      atMost(1, positionals, command);
      return { command, color, dir: positionals[0] ?? '.', install: values.install === true };
    case 'scenarios':
      return scenariosArgs(values, positionals, color);
    case 'explore':
      return exploreArgs(values, positionals, color);
    case 'check':
      return checkArgs(values, positionals, color, rules);
  }
}

type Values = Record<string, string | boolean | readonly string[] | undefined>;

function checkArgs(values: Values, paths: string[], color: boolean | undefined, rules: readonly RuleMeta[]): CheckArgs {
  const text = (name: string) => values[name] as string | undefined;
  const max = text('max-warnings');
  if (max !== undefined && !/^\d+$/.test(max))
    throw new UsageFailure(`--max-warnings takes a number of warnings from 0, not \`${max}\`.`);
  const dryRun = values['fix-dry-run'] === true;
  if (text('project') && paths.length)
    throw new UsageFailure('--project checks a whole project: leave the paths out, or leave --project out.');
  return {
    command: 'check',
    paths: paths.length ? paths : ['.'],
    project: text('project'),
    config: text('config'),
    preset: oneOf('--preset', text('preset'), presets),
    rules: (values.rule as string[] | undefined)?.flatMap((r) => r.split(',')).map((r) => ruleOf(r.trim(), rules).id),
    fix: values['fix-suggestions'] ? 'suggestions' : values.fix || dryRun ? 'safe' : 'none',
    dryRun,
    format: oneOf('--format', text('format'), formats) ?? 'text',
    maxWarnings: max === undefined ? undefined : Number(max),
    compiler: oneOf('--compiler', text('compiler'), ['native', 'classic'] as const),
    timing: values.timing === true,
    verbose: values.verbose === true,
    color,
  };
}

function scenariosArgs(values: Values, positionals: string[], color: boolean | undefined): ScenariosArgs {
  atMost(1, positionals, 'scenarios');
  const [id] = positionals;
  for (const option of ['replay', 'svg'] as const) {
    if (values[option] !== undefined && (id === undefined || id === 'all')) {
      throw new UsageFailure(`--${option} is of one scenario: name it. \`raceguard scenarios\` lists them.`);
    }
  }
  return { command: 'scenarios', id, color, ...runArgs(values) };
}

function exploreArgs(values: Values, paths: string[], color: boolean | undefined): ExploreArgs {
  const schedules = values.schedules as string | undefined;
  if (schedules !== undefined && !/^[1-9]\d*$/.test(schedules))
    throw new UsageFailure(`--schedules takes a number of schedules from 1, not \`${schedules}\`.`);
  return {
    command: 'explore',
    paths: paths.length ? paths : ['.'],
    program: values.program as string | undefined,
    schedules: schedules === undefined ? undefined : Number(schedules),
    color,
    ...runArgs(values),
  };
}

function runArgs(values: Values): Pick<ExploreArgs, 'replay' | 'svg' | 'format'> {
  const text = (name: string) => values[name] as string | undefined;
  const format = oneOf('--format', text('format'), ['text', 'json'] as const) ?? 'text';
  return { replay: text('replay'), svg: text('svg'), format };
}

function parse(command: Command, args: string[]): { values: Values; positionals: string[] } {
  try {
    const { values, positionals } = parseArgs({
      args,
      options: options[command],
      allowPositionals: true,
      strict: true,
    });
    return { values: values as Values, positionals };
  } catch (error) {
    const { message, code } = error as NodeJS.ErrnoException;
    if (code === 'ERR_PARSE_ARGS_UNKNOWN_OPTION') {
      const name = /'(-[^']*)'/.exec(message)?.[1] ?? '';
      const known = Object.keys(options[command]).map((o) => `--${o}`);
      throw new UsageFailure(`\`raceguard ${command}\` has no option \`${name}\`.${didYouMean(name, known)}`);
    }
    throw new UsageFailure(
      message
        .replace(/^Option '(-[^']*)'.* argument (missing|is ambiguous)[\s\S]*/, '`$1`: its value is missing.')
        .replace(/\s+/g, ' '),
    );
  }
}

function oneOf<T extends string>(option: string, value: string | undefined, allowed: readonly T[]): T | undefined {
  if (value === undefined) return undefined;
  const found = allowed.find((a) => a === value);
  if (found) return found;
  throw new UsageFailure(
    `${option} takes one of ${allowed.join(', ')}, not \`${value}\`.${didYouMean(value, allowed)}`,
  );
}

function ruleOf(name: string, rules: readonly RuleMeta[]): RuleMeta {
  const found = rules.find((r) => r.id === name || r.code === name.toUpperCase());
  if (found) return found;
  const names = rules.flatMap((r) => [r.id, r.code]);
  throw new UsageFailure(`No rule is called \`${name}\`.${didYouMean(name, names)} \`raceguard rules\` lists them.`);
}

function atMost(count: number, positionals: readonly string[], command: Command): void {
  const extra = positionals[count];
  if (extra !== undefined)
    throw new UsageFailure(`\`raceguard ${command}\` does not know what to do with \`${extra}\`.`);
}
