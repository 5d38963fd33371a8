/** The runtime that fixes import: whether a file's package has it, and how it gets there. */
import { dirname } from 'node:path';
import type { ServiceRequests } from '../protocol/service.ts';
import { addRuntime } from '../workspace/add-runtime.ts';
import { packedRuntime } from '../workspace/packed-runtime.ts';
import { shown, slashed } from '../workspace/paths.ts';
import { hasRuntime, packageFolder } from '../workspace/runtime-of.ts';

/** Throws a Failure that names the file, the cause and the remedy. */
export function addRuntimeTo(target: string): ServiceRequests['addRuntime']['result'] {
  const { packageJson, tarball, changed, installCommand } = addRuntime(target, packedRuntime());
  const folder = slashed(dirname(packageJson));
  const message = changed
    ? `Added @raceguard/runtime to ${packageJson}, packed in ${shown(folder, slashed(tarball))}. Now run \`${installCommand}\`, and commit both.`
    : `${packageJson} has @raceguard/runtime already.`;
  return { message, install: installCommand, folder };
}

export function runtimeOf(file: string): ServiceRequests['runtimeOf']['result'] {
  const folder = packageFolder(dirname(file));
  return { installed: hasRuntime(folder ?? dirname(file)), folder: folder && slashed(folder) };
}
