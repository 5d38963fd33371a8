/** Two rules report on one set of tasks: whichever fix comes first, the code ends the same. */
import { deepEqual, equal } from 'node:assert/strict';
import { type Answer, type Question, unknownSymbol, unknownType } from '../../src/core/answers.ts';
import { type ConfigFile, resolveConfig } from '../../src/core/config.ts';
import { applyEdits, planFixes } from '../../src/core/edits.ts';
import type { Rule } from '../../src/core/rule.ts';
import { Check } from '../../src/core/run.ts';
import { rule as adhocTaskSet } from '../../src/rules/adhoc-task-set/rule.ts';
import { rule as drainMissesLateTasks } from '../../src/rules/drain-misses-late-tasks/rule.ts';
import { rule as floatingTask } from '../../src/rules/floating-task/rule.ts';
import { rule as inflightClobber } from '../../src/rules/inflight-clobber/rule.ts';
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
const unknown = ({ ask }: Question): Answer => (ask === 'type' ? unknownType : unknownSymbol);
const rules: readonly Rule[] = [adhocTaskSet, drainMissesLateTasks];
const all: readonly Rule[] = [...rules, floatingTask, inflightClobber];

function findings(text: string, by: readonly Rule[], config: ConfigFile = {}) {
  const metas = all.map((rule) => rule.meta);
  const check = new Check(
    { root: '/project', tree: (name) => parse(text, name), answer: (_tree, asked) => asked.map(unknown) },
    { rules: by, configOf: resolveConfig(config, metas), target: { disposables: false, verbatimModuleSyntax: false } },
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

const keyed = `declare const source: EventTarget;

export class Panels {
  private readonly loads = new Map<string, Promise<unknown>>();

  constructor() {
    source.addEventListener('change', (event) => this.load(event.type));
  }

  load(panel: string) {
    const load = fetch(panel).finally(() => this.loads.delete(panel));
    this.loads.set(panel, load);
  }

  isLoading(panel: string) {
    return this.loads.has(panel);
  }
}
`;

describe('fixes of two rules on one map of tasks', () => {
  const strict: ConfigFile = { preset: 'strict' };
  const codes = (text: string) => findings(text, all, strict).map((f) => f.code);

  it('are offered by both: the failure that nobody sees, and the entry of a newer task', () => {
    deepEqual(codes(keyed).sort(), ['RG313', 'RG315']);
  });

  it('end in the same code, which has nothing to report', () => {
    const one = fixed(keyed, [adhocTaskSet]);
    equal(one, fixed(keyed, [inflightClobber]));
    equal(one, fixed(keyed, all));
    equal(one.includes("void this.loads.track(fetch(panel), { id: panel, onDuplicate: 'replace' });"), true, one);
    deepEqual(codes(one), []);
  });
});

describe('a set of tasks that is kept by hand', () => {
  it('is no business of floating-task, which tells of promises that nobody looks at again', () => {
    deepEqual(
      findings(source, [floatingTask], { preset: 'strict' }).map((f) => f.message),
      [],
    );
  });
});
