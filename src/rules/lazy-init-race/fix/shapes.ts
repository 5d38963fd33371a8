/** The shapes of get-or-create code that fit into a callback, told from a write of the location outwards. */
import { placeOf } from '../../../core/rewrite/statements.ts';
import { K, type Node } from '../../../core/syntax.ts';
import type { Completions } from './completions.ts';
import { EarlyExit } from './early-exit.ts';
import type { Scene } from './presence.ts';
import type { Site } from './sites.ts';
import type { Access } from './target.ts';
import { UnderTest } from './under-test.ts';

export class Shapes {
  private readonly scene: Scene;
  private readonly underTest: UnderTest;
  private readonly earlyExit: EarlyExit;

  constructor(scene: Scene, completions: Completions) {
    this.scene = scene;
    this.underTest = new UnderTest(scene, completions);
    this.earlyExit = new EarlyExit(scene, completions);
  }

  /** The nearest test around some code that makes it run only where the value is missing. */
  around(node: Node | undefined, access: Access): Site | undefined {
    const { facts } = this.scene;
    const { tree } = facts;
    const fn = node && facts.functionOf(node);
    if (!fn || fn.generator || fn.kind === 'constructor' || fn.kind === 'module') return undefined;
    for (let at = node; at !== fn.node && at.parent; at = at.parent) {
      const { parent } = at;
      const isBranch = tree.kind(parent) === K.IfStatement;
      if (isBranch && parent.elseStatement === at) {
        const site = this.earlyExit.withElse(fn, parent, access);
        if (site) return site;
      } else if (isBranch && parent.thenStatement === at && !parent.elseStatement) {
        const site = this.underTest.of(fn, parent, access);
        if (site) return site;
      }
      const place = placeOf(tree, at);
      for (const before of place?.statements.slice(0, place.index).reverse() ?? []) {
        const site = tree.kind(before) === K.IfStatement ? this.earlyExit.of(fn, before, access) : undefined;
        if (site) return site;
      }
    }
    return undefined;
  }
}
