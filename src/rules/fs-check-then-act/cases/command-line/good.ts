import { access, rm, writeFile } from 'node:fs/promises';
import type { Command } from 'commander';

declare function traced(work: () => Promise<void>): Promise<void>;

/** One command runs in a process: neither action comes twice, nor beside the other. */
export function addCommands(program: Command): void {
  program
    .command('ledger')
    .option('-f, --fresh', 'an empty one')
    .action(async (path) => {
      await traced(async () => {
        await fresh(path!);
      });
    });
  withColours(program.command('forget')).action((path) => {
    forget(path!).catch(console.error);
  });
  program.command('restart').action((path) => {
    forget(path!).then(() => fresh(path!), console.error);
  });
}

export async function fresh(path: string): Promise<void> {
  if (!(await exists(path))) await writeFile(path, 'balance: 0\n');
}

export async function forget(path: string): Promise<void> {
  if (await exists(path)) await rm(path);
}

function withColours(command: Command): Command {
  return command.option('--colours', 'in colours');
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
