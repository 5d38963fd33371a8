/** Where a file gets or creates the value: each such place becomes one `get(…)`. */
import { callbackOf, uses } from '../../../core/facts/callgraph.ts';
import type { Fn } from '../../../core/facts/facts.ts';
import { contains, wrapped } from '../../../core/facts/shapes.ts';
import { K, type Node, startOf } from '../../../core/syntax.ts';
import { type Completion, Completions, chainsOf } from './completions.ts';
import { inPlace } from './in-place.ts';
import type { Alias, Scene } from './presence.ts';
import { coalescing, isLogical } from './settings.ts';
import { Shapes } from './shapes.ts';
import type { Access } from './target.ts';

export interface Site {
  readonly fn: Fn;
  /** The place and the key, as this function names them. */
  readonly access: Access;
  readonly alias: Alias | undefined;
  /** Its test asks for undefined, or for a key, rather than for something falsy. */
  readonly exact: boolean;
  /** `expression`: `x ??= …`. `if`: a branch of a test. `rest`: what follows a test that leaves. */
  readonly form: 'expression' | 'if' | 'rest';
  /** What moves into the callback: statements, or the one expression. */
  readonly nodes: readonly Node[];
  readonly completions: readonly Completion[];
  /** What the whole becomes: a value in place, a statement, the function's result, or a local. */
  readonly outcome: 'value' | 'statement' | 'return' | 'bind';
  readonly start: number;
  readonly end: number;
  /** `if (…) return …;`, the whole `if`, or the statement or expression that is replaced. */
  readonly head: Node;
  /** For `if`: the branch whose statements move. */
  readonly body: Node | undefined;
  /** What else the test asks for, and still does: `options.cached` of `if (options.cached && !this.cache)`. */
  readonly condition: readonly Node[];
  /** A promise must be awaited before it leaves here. */
  readonly inTry: boolean;
  /** Reads behind it that get the local. */
  readonly later: readonly Node[];
  /** What the local is called, where code behind it knows it by a name already. */
  readonly local: string | undefined;
}

/** A private function that sets the location, and runs only where a test has just missed it. */
export interface Helper {
  readonly fn: Fn;
  readonly completions: readonly Completion[];
}

export interface Sites {
  readonly sites: readonly Site[];
  readonly helpers: readonly Helper[];
  /** Awaited calls of helpers without a test: they make the value anew. */
  readonly renewals: readonly Node[];
}

export function sitesOf(scene: Scene): Sites {
  return new Finder(scene).find();
}

class Finder {
  private readonly scene: Scene;
  private readonly helpers = new Set<Fn>();
  private readonly completions: Completions;
  private readonly shapes: Shapes;

  constructor(scene: Scene) {
    this.scene = scene;
    this.completions = new Completions(scene, this.helpers);
    this.shapes = new Shapes(scene, this.completions);
  }

  find(): Sites {
    const sites: Site[] = [];
    const helpers: Helper[] = [];
    const renewals: Node[] = [];
    for (const access of this.scene.target.accesses) {
      if (access.does !== 'write' || sites.some((s) => isWithin(this.scene, access.node, s))) continue;
      const site = this.siteOf(access);
      if (site) {
        sites.push(site);
        continue;
      }
      const helper = this.helperOf(access);
      if (!helper || helpers.some((h) => h.fn === helper.fn)) continue;
      const found = this.callsOf(helper, access);
      if (!found) continue;
      helpers.push(helper);
      sites.push(...found.sites);
      renewals.push(...found.renewals);
    }
    return { sites, helpers, renewals };
  }

  private siteOf(access: Access): Site | undefined {
    if (isLogical(this.scene, access)) return inPlace(this.scene, access, access.node);
    const whole = coalescing(this.scene, access);
    if (whole) return inPlace(this.scene, access, whole);
    const { facts } = this.scene;
    let at: Node | undefined = access.node;
    for (let depth = 0; at && depth < 3; depth++) {
      const site = this.shapes.around(at, access);
      if (site) return site;
      // `.then((client) => { this.client = client; })`: the test is around the chain.
      const fn: Fn = facts.functionOf(at);
      at = fn.kind === 'arrow' || fn.kind === 'function' ? callbackOf(facts, fn.node)?.call : undefined;
    }
    return undefined;
  }

  private helperOf(access: Access): Helper | undefined {
    const { facts } = this.scene;
    const fn = facts.functionOf(access.node);
    const body = fn.node.body;
    if (!fn.async || fn.generator || !body || facts.tree.kind(body) !== K.Block) return undefined;
    const isPrivate = fn.member ? fn.member.access === 'private' : !this.isExported(fn);
    const calls = uses(facts, fn);
    if (!isPrivate || !calls.length || calls.some((use) => !use.call)) return undefined;
    const completions = this.completions.of(body.statements ?? [], undefined);
    return completions && { fn, completions };
  }

  /** Every call stands under a test, or makes the value anew in a statement of its own. */
  private callsOf({ fn }: Helper, access: Access): { sites: Site[]; renewals: Node[] } | undefined {
    this.helpers.add(fn);
    const sites: Site[] = [];
    const renewals: Node[] = [];
    for (const { call } of uses(this.scene.facts, fn)) {
      const site = this.shapes.around(call, access);
      if (site) sites.push(site);
      else renewals.push(call!);
    }
    const isRenewal = (call: Node) => this.isAwaitedStatement(call) && this.scene.target.kind === 'value';
    if (sites.length && renewals.every(isRenewal)) return { sites, renewals };
    this.helpers.delete(fn);
    return undefined;
  }

  private isAwaitedStatement(call: Node): boolean {
    const { tree } = this.scene.facts;
    const { parent } = wrapped(tree, call);
    return !!parent && tree.kind(parent) === K.AwaitExpression && tree.kind(parent.parent) === K.ExpressionStatement;
  }

  private isExported(fn: Fn): boolean {
    const binding = fn.name ? this.scene.facts.lookup(fn.name, fn.node.parent ?? fn.node) : undefined;
    return !binding || binding.exported;
  }
}

/** The node stands in the code that the site replaces. */
export function isWithin({ facts: { tree } }: Scene, node: Node, site: Site): boolean {
  return startOf(tree, node) >= site.start && node.end <= site.end;
}

/** The site, or a helper, takes care of the access. */
export function isTakenCareOf(scene: Scene, { sites, helpers }: Sites, access: Access): boolean {
  const fn = scene.facts.functionOf(access.node);
  if (helpers.some((h) => h.fn === fn)) return true;
  return sites.some(
    (site) =>
      site.later.includes(access.node) ||
      site.alias?.access === access ||
      (isWithin(scene, access.node, site) &&
        (fn === site.fn || chainsOf(site.completions).some((c) => contains(c.callback.node, fn.node)))),
  );
}
