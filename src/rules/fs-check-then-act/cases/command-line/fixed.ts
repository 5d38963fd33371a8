import { access, rm, writeFile } from 'node:fs/promises';
import { Command } from 'commander';
import { FileLock } from '@raceguard/runtime/node';

const program = new Command();

/** An event comes again while its command goes on. */
program.command('keep').action((path) => {
  program.on('changed', () => fresh(path!));
});

/** Two runs of one command. */
program.command('forget').action((path) => {
  forget(path!).catch(console.error);
  forget(path!).catch(console.error);
});

async function fresh(path: string): Promise<void> {
  await new FileLock(`${path}.lock`).runExclusive(async () => {
    if (!(await exists(path))) await writeFile(path, 'balance: 0\n');
  });
}

async function forget(path: string): Promise<void> {
  if (await exists(path)) await rm(path, { force: true });
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
