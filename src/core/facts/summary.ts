/**
 * What other files may know of a file. Facts of a file a call leads into are built on demand and kept; a declaration
 * key of an answer (`SymbolAnswer.declarations`) leads to the function it declares.
 */
import type { DeclarationKey, SymbolAnswer } from '../answers.ts';
import { K } from '../syntax.ts';
import type { Facts, Fn } from './facts.ts';
import { unwrap, wrapped } from './shapes.ts';

/** A function, and the facts of the file it stands in. */
export interface Callee {
  readonly facts: Facts;
  readonly fn: Fn;
}

export class Summaries {
  private readonly factsOf: (file: string) => Facts | undefined;
  private readonly functions = new WeakMap<Facts, ReadonlyMap<number, Fn>>();

  constructor(factsOf: (file: string) => Facts | undefined) {
    this.factsOf = factsOf;
  }

  /** The function that a symbol's declaration holds; undefined for declaration files and dependencies. */
  callee(answer: SymbolAnswer): Callee | undefined {
    if (answer.unknown || answer.package) return undefined;
    for (const key of answer.declarations) {
      const found = this.at(key);
      if (found) return found;
    }
    return undefined;
  }

  private at(key: DeclarationKey): Callee | undefined {
    if (/\.d\.[cm]?ts$/.test(key.file) || key.file.includes('/node_modules/')) return undefined;
    const facts = this.factsOf(key.file);
    if (!facts) return undefined;
    let index = this.functions.get(facts);
    if (!index) {
      index = byDeclaration(facts);
      this.functions.set(facts, index);
    }
    const fn = index.get(key.pos);
    return fn && { facts, fn };
  }
}

function byDeclaration(facts: Facts): ReadonlyMap<number, Fn> {
  const index = new Map<number, Fn>();
  for (const fn of facts.functions) {
    if (fn.kind === 'module' || fn.kind === 'initializer') continue;
    index.set(fn.node.pos, fn);
    const holder = wrapped(facts.tree, fn.node).parent;
    const k = holder && facts.tree.kind(holder);
    const holds = k === K.VariableDeclaration || k === K.PropertyDeclaration || k === K.PropertyAssignment;
    if (holder && holds && holder.initializer && unwrap(facts.tree, holder.initializer) === fn.node)
      index.set(holder.pos, fn);
  }
  return index;
}
