/** `raceguard add-runtime`: around `addRuntime`, what to say and what to run. */
import { spawnSync } from 'node:child_process';
import { dirname } from 'node:path';
import { addRuntime } from '../workspace/add-runtime.ts';
import { Failure } from '../workspace/failure.ts';
import { packedRuntime } from '../workspace/packed-runtime.ts';
import { absolute, shown } from '../workspace/paths.ts';
import type { Io } from './io.ts';

export function addRuntimeCommand({ dir, install }: { dir: string; install: boolean }, io: Io): void {
  const { packageJson, tarball, changed, installCommand } = addRuntime(absolute(io.cwd, dir), packedRuntime());
  const name = shown(io.cwd, packageJson);
  const folder = dirname(packageJson);
  if (changed) io.stdout.write(`Added @raceguard/runtime to ${name}, packed in ${shown(io.cwd, tarball)}.\n`);
  else io.stdout.write(`${name} has @raceguard/runtime already.\n`);
  if (install) run(installCommand, folder, io);
  else if (changed) {
    const where = shown(io.cwd, folder);
    io.stdout.write(`Now run \`${installCommand}\`${where === '.' ? '' : ` in ${where}`}, and commit both.\n`);
  }
}

function run(command: string, folder: string, io: Io): void {
  io.stdout.write(`Running \`${command}\` …\n`);
  const { status, error } = spawnSync(command, { cwd: folder, shell: true, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Failure(
      `\`${command}\` failed in ${folder}${error ? `: ${error.message}` : ''} (see above). Put that right and run it again.`,
    );
}
