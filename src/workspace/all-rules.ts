/** The rules that a process runs. */
import { pathToFileURL } from 'node:url';
import type { Rule } from '../core/rule.ts';
import { rules } from '../rules/index.ts';

/** Internal, for tests of processes: RACEGUARD_TEST_RULES names a module that exports `rules`, which run beside ours. */
export async function allRules(env: NodeJS.ProcessEnv): Promise<readonly Rule[]> {
  const path = env.RACEGUARD_TEST_RULES;
  return path ? [...rules, ...(await import(pathToFileURL(path).href)).rules] : rules;
}
