/** The words of a finding. */
import type { AdhocLock } from '../../core/files/adhoc-lock.ts';
import type { Report, RuleContext } from '../../core/rule.ts';
import { brief, Steps, spanOf } from '../../core/witness.ts';
import { fixesOf } from './fix/plan.ts';

export function describe({ facts }: RuleContext, lock: AdhocLock): Report {
  const { tree } = facts;
  const { test, create, remove, byAge } = lock;
  const path = brief(tree, lock.path);
  const tested = brief(tree, test.call);
  const made = brief(tree, create.call);
  const removed = brief(tree, remove.call);
  const remedy = 'Use `FileLock`.';
  if (lock.flaw === 'tested')
    return {
      span: spanOf(tree, create.call),
      message: `\`${path}\` is no lock: two callers find none at \`${tested}\`, and both go on after \`${made}\`. ${remedy}`,
      witness: new Steps(facts)
        .a(test.call, `looks for ${path}: not there`)
        .b(test.call, `looks for ${path}: still not there`)
        .a(create.call, 'makes it, and holds the lock')
        .b(create.call, 'makes it too: both hold the lock')
        .done(),
      fixes: () => fixesOf(facts, lock),
    };
  const why = byAge ? 'is old' : 'has no owner any more';
  return {
    span: spanOf(tree, remove.call),
    message: `\`${path}\` is removed by \`${removed}\` once it ${why}: by then it may be a lock that another has just taken. ${remedy}`,
    witness: new Steps(facts)
      .a(test.call, `looks at ${path}: it ${why}`)
      .b(test.call, `looks at ${path}: it ${why}`)
      .a(remove.call, 'removes it, and takes the lock anew')
      .b(remove.call, 'removes the lock of A, and takes it too')
      .done(),
    fixes: () => fixesOf(facts, lock),
  };
}
