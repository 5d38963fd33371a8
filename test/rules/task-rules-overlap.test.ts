/** Two rules report on one set of tasks: whichever fix comes first, the code ends the same. */
import { deepEqual, equal } from 'node:assert/strict';
import { resolveConfig } from '../../src/core/config.ts';
import { applyEdits, planFixes } from '../../src/core/edits.ts';
import type { Rule } from '../../src/core/rule.ts';
import { Check } from '../../src/core/run.ts';
import { rule as adhocTaskSet } from '../../src/rules/adhoc-task-set/rule.ts';
import { rule as drainMissesLateTasks } from '../../src/rules/drain-misses-late-tasks/rule.ts';
import { parse } from '../support/parse.ts';

const source = `export class Bridge {
  private readonly tasks = new Set<Promise<void>>();

  start(work: () => Promise<void>) {
    const task = work();
    this.tasks.add(task);
    task.finally(() => this.tasks.delete(task));
  }

  async stop() {
    await Promise.all([...this.tasks]);
    this.tasks.clear();
  }
}
`;

const file = '/project/file.ts';
const rules: readonly Rule[] = [adhocTaskSet, drainMissesLateTasks];

function findings(text: string, by: readonly Rule[]) {
  const metas = rules.map((rule) => rule.meta);
  const check = new Check(
    { configFile: undefined, tree: (name) => parse(text, name), answer: () => [] },
    { rules: by, configOf: resolveConfig({}, metas), target: { disposables: false, verbatimModuleSyntax: false } },
  );
  return check.file(file)!.findings;
}

function fixed(text: string, by: readonly Rule[]): string {
  const fixes = findings(text, by).flatMap((finding) => finding.fixes.slice(0, 1));
  return applyEdits(text, planFixes(fixes).edits.get(file) ?? []);
}

describe('fixes of two rules on one set of tasks', () => {
  it('are offered by both', () => {
    deepEqual(
      findings(source, rules).map((f) => f.code),
      ['RG313', 'RG314'],
    );
  });

  it('end in the same code in either order, and together', () => {
    const one = fixed(fixed(source, [adhocTaskSet]), [drainMissesLateTasks]);
    const other = fixed(fixed(source, [drainMissesLateTasks]), [adhocTaskSet]);
    const both = fixed(fixed(source, rules), rules);
    equal(one, other);
    equal(one, both);
    equal(one.includes('void this.tasks.track(work());'), true, one);
  });

  it('leave nothing to report', () => {
    deepEqual(findings(fixed(source, rules), rules), []);
  });
});
