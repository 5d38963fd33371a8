/** The whole rewrite to a registry, and what can be done where the collection has to stay. */
import { contains, unwrap, wrapped } from '../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { freeLocal } from '../../core/rewrite/names.ts';
import { placeOf } from '../../core/rewrite/statements.ts';
import { whyItStays } from '../../core/rewrite/storage.ts';
import { indentAt, styleOf } from '../../core/rewrite/style.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import { completionsOf } from '../../core/tasks/completions.ts';
import { registryFix } from '../../core/tasks/registry/fix.ts';
import { removeLines } from '../../core/tasks/registry/removal.ts';
import { isPlainCopy } from '../../core/tasks/registry/wait-forms.ts';
import type { Drain } from './detect.ts';

export function fixesOf({ facts }: RuleContext, drain: Drain): readonly Fix[] {
  const { fixes, why } = drain.holdsPromises ? registryFix(facts, drain.collection) : { fixes: [] };
  if (fixes.length) return fixes;
  const smaller = new SmallerFix(facts, drain).build();
  if (!smaller) return [];
  if (why === undefined) return [smaller];
  const title = `${smaller.title}: ${why}`;
  return [{ ...smaller, title: title.length <= 100 ? title : smaller.title }];
}

class SmallerFix {
  private readonly facts: RuleContext['facts'];
  private readonly drain: Drain;
  private readonly text: string;

  constructor(facts: RuleContext['facts'], drain: Drain) {
    this.facts = facts;
    this.drain = drain;
    this.text = textOf(facts.tree, drain.wait.use.node);
  }

  build(): Fix | undefined {
    const { wait, clear } = this.drain;
    const { tree } = this.facts;
    const statement = wrapped(tree, wait.suspension).parent;
    const cleared = wrapped(tree, clear.at).parent;
    if (wait.through || tree.kind(wait.suspension) !== K.AwaitExpression || !statement || !cleared) return undefined;
    const here = placeOf(tree, statement);
    const there = placeOf(tree, cleared);
    if (!there || tree.kind(cleared) !== K.ExpressionStatement) return undefined;
    const isBeside = here && here.list === there.list && here.index < there.index;
    if (isBeside && this.drain.holdsPromises && tree.kind(statement) === K.ExpressionStatement)
      return this.loop(statement, cleared) ?? this.swap(cleared);
    return this.swap(cleared);
  }

  /** `while (tasks.size > 0) await Promise.all(tasks);` */
  private loop(statement: Node, cleared: Node): Fix | undefined {
    const { tree } = this.facts;
    const { wait, collection } = this.drain;
    const call = unwrap(tree, wait.suspension.expression!);
    const copy = wrapped(tree, wait.use.at);
    const isDirect =
      wait.use.kind === 'wait' ? wait.use.at === call : copy.parent === call && isPlainCopy(tree, wait.use.at);
    if (
      !isDirect ||
      collection.shape === 'Record' ||
      !/^Promise\.(all|allSettled)$/.test(textOf(tree, call.expression!))
    )
      return undefined;
    const { text } = this;
    const { indent: unit, semicolon: end } = styleOf(tree);
    const indent = indentAt(tree.text, startOf(tree, statement));
    const isArray = collection.shape === 'Array';
    const head = `while (${text}.${isArray ? 'length' : 'size'} > 0)`;
    const completions = completionsOf(this.facts, collection);
    const leaves = collection.uses.every((use) => use.kind !== 'add' || completions.some((c) => c.add === use));
    const callee = textOf(tree, call.expression!);
    const draft = new Draft(tree);
    const batch = freeLocal(this.facts, wait.fn, ['batch', 'pending', 'current']);
    const values = collection.shape === 'Map' ? `${text}.values()` : text;
    if (leaves) draft.insert(startOf(tree, statement), `${head} `);
    else if (isArray) draft.replaceNode(statement, `${head} await ${callee}(${text}.splice(0))${end}`);
    else {
      const lines = [
        `const ${batch} = [...${values}]${end}`,
        `${text}.clear()${end}`,
        `await ${callee}(${batch})${end}`,
      ];
      draft.replaceNode(statement, `${head} {\n${lines.map((line) => `${indent}${unit}${line}\n`).join('')}${indent}}`);
    }
    removeLines({ facts: this.facts, draft }, cleared, false);
    const isOurs =
      whyItStays(this.facts, collection.storage) === undefined && collection.uses.every((use) => use.kind !== 'other');
    return this.fix(`Wait in a loop until \`${text}\` is empty`, leaves && isOurs ? 'safe' : 'suggestion', draft);
  }

  /** `const batch = [...tasks]; tasks.clear(); await …batch…` */
  private swap(cleared: Node): Fix | undefined {
    const { tree } = this.facts;
    const { wait, collection } = this.drain;
    const copy = wrapped(tree, wait.use.at);
    const draft = new Draft(tree);
    const { semicolon: end } = styleOf(tree);
    const { text } = this;
    const statement = this.statementOf(wait.suspension);
    if (!statement) return undefined;
    // `const late = [...tasks].filter(…)`, of which `await Promise.all(late)` is another statement.
    const own = this.statementOf(copy);
    const declaration = own !== statement && own && tree.kind(own) === K.VariableStatement ? own : undefined;
    const at = declaration ?? statement;
    const place = placeOf(tree, at);
    if (!place || this.isInLoop(at, cleared)) return undefined;
    const indent = indentAt(tree.text, startOf(tree, at));
    const clearText = `${textOf(tree, cleared).replace(/;$/, '')}${end}`;
    if (declaration) draft.insert(declaration.end, `\n${indent}${clearText}`);
    else {
      if (wait.use.kind === 'each') return undefined;
      const batch = freeLocal(this.facts, wait.fn, ['batch', 'pending', 'current']);
      const values = collection.shape === 'Map' ? `${text}.values()` : text;
      const snapshot =
        wait.use.kind === 'wait'
          ? collection.shape === 'Record'
            ? `Object.values(${text})`
            : `[...${values}]`
          : textOf(tree, copy);
      if (!contains(statement, copy)) return undefined;
      draft.insert(startOf(tree, at), `const ${batch} = ${snapshot}${end}\n${indent}${clearText}\n${indent}`);
      draft.replaceNode(wait.use.kind === 'wait' ? wait.use.at.arguments![0]! : copy, batch);
    }
    removeLines({ facts: this.facts, draft }, cleared, false);
    return this.fix(`Empty \`${text}\` before the wait`, 'suggestion', draft);
  }

  private statementOf(node: Node): Node | undefined {
    for (let at = node; at.parent; at = at.parent) {
      if (placeOf(this.facts.tree, at)) return at;
      if (this.facts.functionAt(at)) return undefined;
    }
    return undefined;
  }

  /** The clear would move out of a block that it stands in for a reason. */
  private isInLoop(at: Node, cleared: Node): boolean {
    return at.parent !== cleared.parent;
  }

  private fix(title: string, tier: Fix['tier'], draft: Draft): Fix | undefined {
    const edits: readonly TextEdit[] | undefined = draft.edits();
    return edits && { title, tier, edits: () => edits };
  }
}
