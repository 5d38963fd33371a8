/**
 * How a piece of code that makes the value ends: every way that comes to its end has set the location, as its last act
 * or with only statements behind it that use the value.
 */
import type { Fn } from '../../../core/facts/facts.ts';
import { contains, unwrap } from '../../../core/facts/shapes.ts';
import { bodyStatements, neverEnds, ownReturns } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import { type Alias, looks, type Scene } from './presence.ts';
import { type Chain, type Setting, settingAt } from './settings.ts';
import type { Access } from './target.ts';

export interface Completion extends Setting {
  /** Statements between it and the end of its list, the final `return` left out. */
  readonly tail: readonly Node[];
  /** `return this.client`, `return client`. */
  readonly finalReturn: Node | undefined;
  /** A `return` of the value behind a statement whose branches set it: each branch returns it instead. */
  readonly dropped: Node | undefined;
}

export class Completions {
  private readonly scene: Scene;
  /** Functions that set the location and are called under a test only. */
  private readonly helpers: ReadonlySet<Fn>;

  constructor(scene: Scene, helpers: ReadonlySet<Fn>) {
    this.scene = scene;
    this.helpers = helpers;
  }

  /** `undefined` where a way ends otherwise, or the location is also written or read in between. */
  of(statements: readonly Node[], alias: Alias | undefined): readonly Completion[] | undefined {
    const found = this.search(statements, alias);
    if (!found?.length) return undefined;
    const own = this.scene.ownAccesses(statements);
    const settings = new Set<Access | undefined>(found.map((c) => c.write));
    if (own.some((a) => !looks(a) && !settings.has(a))) return undefined;
    const returns = new Set(found.flatMap((c) => [c.finalReturn, c.dropped, c.statement]));
    if (ownReturns(this.scene.facts.tree, statements).some((r) => !returns.has(r))) return undefined;
    const behind = found.flatMap((c) => [...c.tail, ...defined(c.finalReturn, c.dropped)]);
    return own.every((a) => !looks(a) || behind.some((node) => contains(node, a.node))) ? found : undefined;
  }

  private search(statements: readonly Node[], alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.scene.facts;
    const last = statements.at(-1);
    const isReturned = !!last && tree.kind(last) === K.ReturnStatement;
    for (let i = statements.length - 1; i >= 0; i--) {
      const setting = this.settingAt(statements[i]!, alias);
      if (!setting) continue;
      const behind = statements.slice(i + 1);
      if (!isReturned || !behind.length)
        return [{ ...setting, tail: behind, finalReturn: undefined, dropped: undefined }];
      if (!this.returnsValue(last, setting, alias)) return undefined;
      return [{ ...setting, tail: behind.slice(0, -1), finalReturn: last, dropped: undefined }];
    }
    if (!isReturned || !last.expression) return this.branches(last, alias);
    const branches = this.branches(statements.at(-2), alias);
    const isSame = branches?.length && branches.every((c) => !c.finalReturn && this.returnsValue(last, c, alias));
    return isSame ? branches.map((c) => ({ ...c, dropped: last })) : undefined;
  }

  /** The last statement branches, and each branch sets it or throws. */
  private branches(last: Node | undefined, alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.scene.facts;
    switch (last && tree.kind(last)) {
      case K.Block:
        return this.search(last!.statements ?? [], alias);
      case K.IfStatement:
        return last!.elseStatement ? this.all([last!.thenStatement!, last!.elseStatement], alias) : undefined;
      case K.TryStatement: {
        const handler = last!.catchClause?.block;
        if (last!.finallyBlock && ownReturns(tree, [last!.finallyBlock]).length) return undefined;
        return this.all([last!.tryBlock!, ...defined(handler)], alias);
      }
      default:
        return undefined;
    }
  }

  private all(branches: readonly Node[], alias: Alias | undefined): Completion[] | undefined {
    const { tree } = this.scene.facts;
    const found: Completion[] = [];
    for (const branch of branches) {
      const statements = bodyStatements(tree, branch);
      const own = this.search(statements, alias);
      if (own) found.push(...own);
      else if (!neverEnds(tree, statements) || ownReturns(tree, statements).length) return undefined;
    }
    return found;
  }

  private settingAt(statement: Node, alias: Alias | undefined): Setting | undefined {
    return settingAt(this.scene, statement, {
      helpers: this.helpers,
      completions: (inner) => this.of(inner, alias),
    });
  }

  /** The statement returns what was just set. */
  private returnsValue({ expression }: Node, setting: Setting, alias: Alias | undefined): boolean {
    const { isFlag, facts } = this.scene;
    if (!expression || isFlag) return !expression && isFlag;
    const value = unwrap(facts.tree, expression);
    const read = this.scene.accessAt(value);
    if (read?.does === 'read') return !setting.write || this.scene.sameKey(read, setting.write);
    const binding = facts.tree.kind(value) === K.Identifier ? facts.resolve(value) : undefined;
    if (!binding) return false;
    if (binding === alias?.binding || (setting.local && binding.ident === setting.local)) return true;
    const kept = setting.value && unwrap(facts.tree, setting.value);
    return !!kept && facts.tree.kind(kept) === K.Identifier && facts.resolve(kept) === binding;
  }
}

/** It hands the value on as the function's result. */
export function isReturning(scene: Scene, { finalReturn, dropped, statement }: Completion): boolean {
  return !!finalReturn?.expression || !!dropped || scene.facts.tree.kind(statement) === K.ReturnStatement;
}

export function chainsOf(completions: readonly Completion[]): Chain[] {
  return completions.flatMap((c) => c.chain ?? []);
}

function defined(...nodes: readonly (Node | undefined)[]): Node[] {
  return nodes.flatMap((node) => node ?? []);
}
