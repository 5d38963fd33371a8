/** The entry: arguments in, exit code out. */
import type { Rule } from '../core/rule.ts';
import { allRules } from '../workspace/all-rules.ts';
import { Cancelled, exitCode, Failure, UsageFailure } from '../workspace/failure.ts';
import { version } from '../workspace/package.ts';
import { type Args, readArgs } from './args.ts';
import { type CheckDeps, checkCommand } from './check-command.ts';
import { help } from './help.ts';
import type { Io } from './io.ts';
import { explanation, rulesTable } from './rules-command.ts';
import { viewOf } from './style.ts';

/** Never throws and never exits: returns what the process should exit with. */
export async function main(argv: readonly string[], io: Io, deps: Partial<CheckDeps> = {}): Promise<number> {
  try {
    const rules = deps.rules ?? (await allRules(io.env));
    return await run(
      readArgs(
        argv,
        rules.map((r) => r.meta),
      ),
      io,
      rules,
      deps,
    );
  } catch (error) {
    if (error instanceof Cancelled || io.signal.aborted) return exitCode.cancelled;
    const { paint } = viewOf(io.stderr, io.env, argv.includes('--no-color') ? false : undefined, false);
    const mark = paint.bold(paint.red('raceguard:'));
    if (error instanceof Failure) {
      const hint = error instanceof UsageFailure ? '\n`raceguard --help` tells what it can do.' : '';
      io.stderr.write(`${mark} ${error.message}${hint}\n`);
    } else {
      const stack = error instanceof Error ? (error.stack ?? error.message) : String(error);
      io.stderr.write(`${mark} it failed inside. This is a defect of Raceguard; please report it.\n${stack}\n`);
    }
    return exitCode.failure;
  }
}

async function run(args: Args, io: Io, rules: readonly Rule[], deps: Partial<CheckDeps>): Promise<number> {
  const metas = rules.map((r) => r.meta);
  switch (args.command) {
    case 'help':
      io.stdout.write(help(args.of));
      return exitCode.clean;
    case 'version':
      io.stdout.write(`${version}\n`);
      return exitCode.clean;
    case 'rules':
      io.stdout.write(rulesTable(metas, viewOf(io.stdout, io.env, args.color, false)));
      return exitCode.clean;
    case 'explain':
      io.stdout.write(explanation(args.rule, viewOf(io.stdout, io.env, args.color, false).paint));
      return exitCode.clean;
    case 'add-runtime':
      (await import('./add-runtime-command.ts')).addRuntimeCommand(args, io);
      return exitCode.clean;
    case 'scenarios':
      return (await import('./scenarios-command.ts')).scenariosCommand(args, io);
    case 'explore':
      return (await import('./explore-command.ts')).exploreCommand(args, io);
    case 'check':
      // Loaded late: the other commands need no compiler.
      return checkCommand(args, io, { rules, compilers: deps.compilers ?? (await import('./compilers.ts')).compilers });
  }
}
