/** Where the packed runtime lies that `addRuntime` copies into projects. */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { Failure } from './failure.ts';
import { packageRoot } from './package.ts';

/** The tarball that the build put beside the bundle. */
export function packedRuntime(): { tarball: string; version: string } {
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

function attempt<T>(act: () => T): T | undefined {
  try {
    return act();
  } catch {
    return undefined;
  }
}
