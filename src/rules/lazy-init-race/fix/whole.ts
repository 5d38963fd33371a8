/** The whole rewrite: the field or variable becomes a `Lazy`, the Map a `KeyedLazy`, and every use follows. */
import type { TypeAnswer } from '../../../core/answers.ts';
import type { Facts } from '../../../core/facts/facts.ts';
import { contains } from '../../../core/facts/shapes.ts';
import type { FixTier } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { importRuntime } from '../../../core/rewrite/imports.ts';
import { ownAwaits } from '../../../core/rewrite/statements.ts';
import { type Storage, whyItStays } from '../../../core/rewrite/storage.ts';
import { usesOf } from '../../../core/rewrite/storage-uses.ts';
import type { RuleContext } from '../../../core/rule.ts';
import { type Node, textOf } from '../../../core/syntax.ts';
import { deadlock, mayWaitForItself } from './deadlock.ts';
import { declare, isNullWhenMissing, valueType } from './declaration.ts';
import { Naming } from './naming.ts';
import { looks, Scene } from './presence.ts';
import { Renderer } from './render.ts';
import { isTakenCareOf, isWithin, type Sites, sitesOf } from './sites.ts';
import { type Access, targetOf } from './target.ts';
import { rewriteUses } from './uses.ts';

export interface Whole {
  readonly tier: FixTier;
  readonly primitive: 'Lazy' | 'KeyedLazy';
  readonly draft: Draft;
}

/**
 * A string says why the place stays as it is; `undefined` while answers are on their way.
 *
 * @param racing the writes, or the tests in front of helpers, that were reported: all of them must find a new form
 */
export function wholeRewrite(
  context: RuleContext,
  storage: Storage,
  racing: readonly Node[],
): Whole | string | undefined {
  const { facts } = context;
  const stays = whyItStays(facts, storage);
  if (stays) return `${stays}, so it stays`;
  const uses = usesOf(facts, storage);
  if (uses.odd) return `\`${storage.name}\` is also used as \`${brief(facts, uses.odd)}\``;
  const doubt = isDoubtful(context, storage, uses.doubtful);
  if (doubt !== false) return doubt;
  const target = targetOf(facts, storage, uses.known);
  if (typeof target === 'string') return target;
  const scene = new Scene(facts, target);
  const sites = sitesOf(scene);
  const problem = uncovered(scene, sites, racing) ?? deadlock(scene, sites);
  if (problem) return problem;
  const types = answersFor(context, scene, sites);
  if (!types) return undefined;
  const name = `\`${storage.name}\``;
  const known = types.filter((t) => !t.unknown);
  if (known.some((t) => t.promise)) return `${name} keeps promises`;
  // A lazy value is there once it is settled, whatever it is: what a test took for missing must not be kept.
  const asksForKey = sites.sites.every((s) => s.access.does === 'has');
  if (known.some((t) => t.nullable) && !asksForKey) return `an empty ${name} is made again`;
  const naming = new Naming(facts, target, false);
  const made = assemble(context, scene, sites, types, naming);
  return naming.wantsRename ? assemble(context, scene, sites, types, new Naming(facts, target, true)) : made;
}

/** `false`: none of them is a use. */
function isDoubtful(
  context: RuleContext,
  { declaration }: Storage,
  doubtful: readonly { readonly node: Node; readonly name: Node }[],
): false | string | undefined {
  const answers = doubtful.map((d) => context.ask('symbol', d.name));
  if (answers.some((answer) => !answer)) return undefined;
  const { fileName } = context.facts.tree;
  const at = answers.findIndex(
    (answer) => answer!.unknown || answer!.declarations.some((d) => d.file === fileName && d.pos === declaration.pos),
  );
  return at < 0 ? false : `\`${brief(context.facts, doubtful[at]!.node)}\` may be the same`;
}

function brief({ tree }: Facts, node: Node): string {
  return textOf(tree, node).replace(/\s+/g, ' ').slice(0, 40);
}

/** A race that the rewrite would leave: as a `set` behind an `await` it would no longer be seen either. */
function uncovered(scene: Scene, sites: Sites, racing: readonly Node[]): string | undefined {
  const { facts, target } = scene;
  const name = `\`${target.storage.name}\``;
  const isCovered = (node: Node) =>
    sites.sites.some((site) => isWithin(scene, node, site)) ||
    sites.helpers.some((helper) => contains(helper.fn.node, node));
  if (!sites.sites.length || !racing.every(isCovered)) return `the initialisation of ${name} fits into no callback`;
  const late = target.accesses.find((a) => !isTakenCareOf(scene, sites, a) && setsLate(scene, a));
  return late && `\`${facts.functionOf(late.node).name ?? 'a function'}\` also sets ${name} after an await`;
}

/** Looks at it, suspends and sets it. */
function setsLate({ facts, target }: Scene, access: Access): boolean {
  const fn = facts.functionOf(access.node);
  const { body } = fn.node;
  if (access.does !== 'write' || !body) return false;
  const before = target.accesses.filter(
    (a) => looks(a) && facts.functionOf(a.node) === fn && a.node.pos < access.node.pos,
  );
  const awaits = before.length ? ownAwaits(facts.tree, [body]) : [];
  return before.some((a) => awaits.some((n) => n.end > a.node.end && n.pos < access.node.end));
}

/** Types of what is kept; all others that the rewrite looks at are asked for as well. */
function answersFor(context: RuleContext, scene: Scene, sites: Sites): readonly TypeAnswer[] | undefined {
  const { target, facts } = scene;
  let pending = false;
  const ask = (node: Node): TypeAnswer[] => {
    const answer = context.ask('type', node);
    pending ||= !answer;
    return answer ? [answer] : [];
  };
  const writes = target.accesses.filter((a) => a.does === 'write' && a.value && !scene.isFlag);
  const kept = writes.flatMap((a) => ask(a.value!));
  if (target.kind === 'value') for (const access of target.accesses) if (access.does === 'read') ask(access.node);
  if (scene.isFlag)
    for (const site of sites.sites) for (const awaited of ownAwaits(facts.tree, site.nodes)) ask(awaited);
  return pending ? undefined : kept;
}

function assemble(
  context: RuleContext,
  scene: Scene,
  sites: Sites,
  types: readonly TypeAnswer[],
  naming: Naming,
): Whole | string {
  const { facts, target } = scene;
  const { storage } = target;
  const primitive = target.kind === 'map' ? 'KeyedLazy' : 'Lazy';
  const runtime = importRuntime(facts, primitive);
  if (!runtime) return 'nothing can be imported here';
  const type = valueType(facts, target, types);
  if (!type) return `the type of \`${storage.name}\` has no name`;
  const draft = new Draft(facts.tree);
  for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
  declare(facts, draft, target, naming.declared, runtime.local, type);
  const typeOf = (node: Node) => context.ask('type', node)!;
  const isVoid = (awaited: Node) => /^(?:void|undefined)$/.test(typeOf(awaited).text);
  const renderer = new Renderer(scene, draft, naming, isVoid);
  for (const site of sites.sites) renderer.site(site);
  for (const helper of sites.helpers) renderer.helper(helper, type.value);
  for (const call of sites.renewals) renderer.renewal(call);
  const rest = target.accesses.filter((a) => !isTakenCareOf(scene, sites, a));
  const nullable = isNullWhenMissing(facts, storage);
  const problem = rewriteUses({ scene, draft, naming, typeOf, nullable }, rest);
  return problem ?? { tier: tierOf(scene, sites, types), primitive, draft };
}

function tierOf(scene: Scene, sites: Sites, types: readonly TypeAnswer[]): FixTier {
  if (mayWaitForItself(scene, sites)) return 'suggestion';
  // An empty string, zero or false was made again each time; from now on it is kept.
  const asksForTruth = sites.sites.some((site) => !site.exact) && !scene.isFlag;
  return asksForTruth && types.some((t) => t.primitive) ? 'suggestion' : 'safe';
}
