/** `raceguard add-runtime`: around `addRuntime`, what to say and what to run. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { addRuntime } from '../workspace/add-runtime.ts';
import { Failure } from '../workspace/failure.ts';
import { packageRoot } from '../workspace/package.ts';
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

/** The tarball that the build put beside the bundle. */
function packedRuntime(): { tarball: string; version: string } {
  const dist = join(packageRoot, 'dist');
  const names = attempt(() => readdirSync(dist)) ?? [];
  for (const name of names) {
    const version = /^raceguard-runtime-(.+)\.tgz$/.exec(name)?.[1];
    if (version) return { tarball: join(dist, name), version };
  }
  throw new Failure(
    `The packed runtime is missing in ${dist}. In a checkout run \`npm run build\`; else install Raceguard again.`,
  );
}

function run(command: string, folder: string, io: Io): void {
  io.stdout.write(`Running \`${command}\` …\n`);
  const { status, error } = spawnSync(command, { cwd: folder, shell: true, stdio: ['ignore', 2, 2] });
  if (status !== 0)
    throw new Failure(
      `\`${command}\` failed in ${folder}${error ? `: ${error.message}` : ''} (see above). Put that right and run it again.`,
    );
}

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
