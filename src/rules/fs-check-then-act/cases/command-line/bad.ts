import { access, rm, writeFile } from 'node:fs/promises';
import { Command } from 'commander';

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
  if (!(await exists(path))) await writeFile(path, 'balance: 0\n');
//                                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `path` was not there at `exists(path)`
}

async function forget(path: string): Promise<void> {
  if (await exists(path)) await rm(path);
//                              ^^^^^^^^ RG201 `path` was there at `exists(path)`
}

async function exists(path: string): Promise<boolean> {
  return access(path).then(
    () => true,
    () => false,
  );
}
