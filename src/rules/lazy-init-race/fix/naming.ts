/** What the place, and a local that holds its value, are called after the rewrite. */
import type { Facts } from '../../../core/facts/facts.ts';
import { bare, freeInFile, freeLocal, singular } from '../../../core/rewrite/names.ts';
import { type Node, textOf } from '../../../core/syntax.ts';
import type { Target } from './target.ts';

export class Naming {
  private readonly facts: Facts;
  private readonly target: Target;
  private readonly renamed: boolean;
  private localWanted = false;

  /** @param renamed a variable leaves its name to the locals that hold its value */
  constructor(facts: Facts, target: Target, renamed: boolean) {
    this.facts = facts;
    this.target = target;
    this.renamed = renamed;
  }

  /** A local was asked for that the variable itself stands in the way of. */
  get wantsRename(): boolean {
    const { storage, kind } = this.target;
    return this.localWanted && !this.renamed && storage.kind === 'variable' && kind === 'value';
  }

  /** What the declaration declares: `client`, `#client`, `lazyClient`. */
  get declared(): string {
    const { name } = this.target.storage;
    return this.renamed ? freeInFile(this.facts, [`lazy${capital(bare(name))}`]) : name;
  }

  /** The place as the code at `use` calls it: `this.client`, `lazyClient`. */
  place(use: Node): string {
    return this.target.storage.kind === 'variable' ? this.declared : textOf(this.facts.tree, use);
  }

  /** A name for a local of the function that `at` stands in. */
  local(at: Node): string {
    const { storage, kind, accesses } = this.target;
    this.localWanted = true;
    const plain = bare(storage.name);
    const wanted = kind === 'map' ? [singular(storage.name), `${plain}Value`] : [plain, `current${capital(plain)}`];
    const going = this.renamed ? new Set(accesses.map((a) => a.use)) : undefined;
    return freeLocal(this.facts, this.facts.functionOf(at), wanted, going);
  }
}

function capital(name: string): string {
  return name[0]!.toUpperCase() + name.slice(1);
}
