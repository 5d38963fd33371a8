/** The fixes of a finding: a cleanup flag in effects, a counting ref in other code of components, else a token. */
import type { Facts } from '../../../core/facts/facts.ts';
import type { Fix } from '../../../core/finding.ts';
import type { Candidate } from '../detect.ts';
import { effectFix } from './effect.ts';
import { refFix } from './ref.ts';
import { tokenFix } from './token.ts';

export function fixesOf(facts: Facts, candidate: Candidate): Fix[] {
  const { run } = candidate;
  const fix = run
    ? ((run.how === 'effect' ? effectFix(facts, candidate) : undefined) ?? refFix(facts, candidate))
    : tokenFix(facts, candidate);
  return fix ? [fix] : [];
}
