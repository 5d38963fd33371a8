/** The whole rewrite: the field or variable becomes a `Lazy`, the collection a `KeyedLazy`, and every use follows. */
import type { TypeAnswer } from '../../core/answers.ts';
import type { Facts } from '../../core/facts/facts.ts';
import { isUndefinedOrNull, unwrap } from '../../core/facts/shapes.ts';
import type { FixTier } from '../../core/finding.ts';
import { Draft } from '../../core/rewrite/draft.ts';
import { importRuntime } from '../../core/rewrite/imports.ts';
import { bare, freeInFile, freeLocal, singular } from '../../core/rewrite/names.ts';
import { reachOf } from '../../core/rewrite/reach.ts';
import { ownAwaits } from '../../core/rewrite/statements.ts';
import { allowsNull, type Storage, usesOf, whyItStays, withoutNullish } from '../../core/rewrite/storage.ts';
import { styleOf } from '../../core/rewrite/style.ts';
import type { RuleContext } from '../../core/rule.ts';
import { K, type Node, startOf, textOf } from '../../core/syntax.ts';
import { type Naming, Renderer } from './fix-render.ts';
import { type Site, type Sites, sitesOf } from './fix-sites.ts';
import { type Access, type Target, targetOf } from './fix-target.ts';
import { Tests } from './fix-tests.ts';
import { rewriteUses } from './fix-uses.ts';

export interface Whole {
  readonly tier: FixTier;
  readonly primitive: 'Lazy' | 'KeyedLazy';
  readonly draft: Draft;
}

/** A string says why the storage stays as it is. `undefined` while answers are on their way. */
export function wholeRewrite(
  context: RuleContext,
  storage: Storage,
  racing: readonly Node[],
): Whole | string | undefined {
  const { facts } = context;
  const stays = whyItStays(facts, storage);
  if (stays) return `${stays}, so it stays`;
  const uses = usesOf(facts, storage);
  if (uses.odd) return `\`${storage.name}\` is also used as \`${shortText(facts, uses.odd)}\``;
  let pending = false;
  const typeOf = (node: Node): TypeAnswer | undefined => {
    const answer = context.ask('type', node);
    pending ||= !answer;
    return answer;
  };
  const doubts = uses.doubtful.map((d) => context.ask('symbol', d.name));
  if (doubts.some((d) => !d)) return undefined;
  const { fileName } = facts.tree;
  for (const [i, doubt] of doubts.entries()) {
    const isIt = doubt!.declarations.some((d) => d.file === fileName && d.pos === storage.declaration.pos);
    if (doubt!.unknown || isIt) return `\`${shortText(facts, uses.doubtful[i]!.node)}\` may be the same`;
  }
  const target = targetOf(facts, storage, uses.known);
  if (typeof target === 'string') return target;
  const tests = new Tests(facts, target);
  const sites = sitesOf(facts, target, tests);
  if (typeof sites === 'string') return sites;
  const isCovered = (node: Node) =>
    sites.sites.some((s) => s.start <= startOf(facts.tree, node) && node.end <= s.end) ||
    sites.helpers.some((h) => within(node, h.fn.node));
  if (!racing.every(isCovered)) return `the initialisation of \`${storage.name}\` does not fit into a callback`;
  const stale = target.accesses.find((a) => !isConsumed(facts, sites, a) && setsLate(facts, target, a));
  if (stale) return `\`${facts.functionOf(stale.node).name ?? 'a function'}\` also sets it after an await`;
  const kept = valuesKept(target);
  const types = kept.map(typeOf);
  for (const access of target.accesses) if (target.kind === 'value' && access.does === 'read') typeOf(access.node);
  if (target.kind === 'flag' || target.kind === 'set')
    for (const site of sites.sites) for (const node of site.nodes) askAwaited(facts, node, typeOf);
  if (pending) return undefined;
  const problem = valueProblem(target, types as TypeAnswer[]);
  if (problem) return problem;
  const naming = namingOf(facts, target, (node) => context.ask('type', node)!);
  const made = assemble(context, target, sites, types as TypeAnswer[], naming);
  // A variable whose value a function holds in a local of its name gets another name, everywhere.
  return naming.needsLocal && naming.rename() ? assemble(context, target, sites, types as TypeAnswer[], naming) : made;
}

/** Looks at it, suspends and sets it: as a `set` it would race on, and no longer be seen to. */
function setsLate(facts: Facts, { accesses }: Target, access: Access): boolean {
  if (access.does !== 'write') return false;
  const fn = facts.functionOf(access.node);
  const before = accesses.filter(
    (a) => facts.functionOf(a.node) === fn && a.node.pos < access.node.pos && (a.does === 'read' || a.does === 'has'),
  );
  const body = fn.node.body;
  return (
    !!body &&
    before.some((a) => ownAwaits(facts.tree, [body]).some((n) => n.end > a.node.end && n.pos < access.node.end))
  );
}

function within(node: Node, outer: Node): boolean {
  return outer.pos <= node.pos && node.end <= outer.end;
}

function shortText(facts: Facts, node: Node): string {
  return textOf(facts.tree, node).replace(/\s+/g, ' ').slice(0, 40);
}

function valuesKept({ kind, accesses }: Target): Node[] {
  if (kind === 'flag' || kind === 'set') return [];
  return accesses.flatMap((a) => (a.does === 'write' && a.value ? [a.value] : []));
}

function askAwaited(facts: Facts, node: Node, typeOf: (node: Node) => unknown): void {
  const inner = node.expression && unwrap(facts.tree, node.expression);
  if (facts.tree.kind(node) === K.ExpressionStatement && inner && facts.tree.kind(inner) === K.AwaitExpression)
    typeOf(inner);
}

/** A lazy value is there once it is settled, whatever it is: what a test took for missing must not be kept. */
function valueProblem(target: Target, types: readonly TypeAnswer[]): string | undefined {
  if (types.some((t) => !t.unknown && t.promise)) return `\`${target.storage.name}\` keeps promises`;
  if (types.some((t) => !t.unknown && t.nullable))
    return `\`${target.storage.name}\` may be set to undefined or null, and is then made again`;
  return undefined;
}

function assemble(
  context: RuleContext,
  target: Target,
  sites: Sites,
  types: readonly TypeAnswer[],
  naming: Naming & { readonly name: string },
): Whole | string {
  const { facts } = context;
  const { storage } = target;
  const keyed = target.kind === 'map' || target.kind === 'set';
  const runtime = importRuntime(facts, keyed ? 'KeyedLazy' : 'Lazy');
  if (!runtime) return 'nothing can be imported here';
  const typeArguments = typeArgumentsOf(facts, target, types);
  if (typeArguments === undefined) return 'its type has no name to write';
  const draft = new Draft(facts.tree);
  for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
  const typeOf = (node: Node) => context.ask('type', node)!;
  declare(
    facts,
    draft,
    storage,
    naming.name,
    `new ${runtime.local}${typeArguments.code}()`,
    typeArguments.doc(runtime.local),
  );
  const renderer = new Renderer(facts, target, draft, naming);
  for (const site of sites.sites) renderer.site(site);
  for (const helper of sites.helpers) renderer.helper(helper, typeArguments.value);
  for (const call of sites.renewals) renew(facts, draft, target, naming, call);
  const rest = target.accesses.filter((a) => !isConsumed(facts, sites, a));
  const nullable =
    allowsNull(facts, storage.type) ||
    (!!storage.initializer && /\bnull\b/.test(textOf(facts.tree, storage.initializer)));
  const problem = rewriteUses({ facts, target, draft, naming, typeOf, nullable }, rest);
  if (problem) return problem;
  return { tier: tierOf(facts, sites.sites, target, types), primitive: keyed ? 'KeyedLazy' : 'Lazy', draft };
}

/** A falsy value was made again each time; from now on it is kept. */
function tierOf(facts: Facts, sites: readonly Site[], { kind }: Target, types: readonly TypeAnswer[]): FixTier {
  // What runs behind the setting may ask for the value, and would wait for itself.
  if (
    sites.some(
      (s) =>
        reachOf(
          facts,
          s.completions.flatMap((c) => c.tail),
        ).unknown.length,
    )
  )
    return 'suggestion';
  if (kind === 'flag' || kind === 'set') return 'safe';
  return types.some((t) => t.primitive || t.unknown) && sites.some((s) => !s.exact) && types.some((t) => t.primitive)
    ? 'suggestion'
    : 'safe';
}

function isConsumed(facts: Facts, sites: Sites, access: Access): boolean {
  const { node } = access;
  const fn = facts.functionOf(node);
  if (sites.helpers.some((h) => h.fn === fn)) return true;
  return sites.sites.some((site) => {
    if (site.later.includes(node) || site.alias?.access === access) return true;
    if (startOf(facts.tree, node) < site.start || node.end > site.end) return false;
    return fn === site.fn || site.completions.some((c) => c.chain?.callback === fn);
  });
}

/** `await this.connect()` where nothing is tested: makes the value anew. */
function renew(facts: Facts, draft: Draft, { accesses }: Target, naming: Naming, call: Node): void {
  const { tree } = facts;
  let statement = call;
  while (tree.kind(statement) !== K.ExpressionStatement) statement = statement.parent;
  const use =
    accesses.find((a) => facts.functionOf(a.node).self === facts.functionOf(call).self)?.use ?? accesses[0]!.use;
  draft.replaceNode(statement.expression!, () => `${naming.place(use)}.set(await ${draft.textOf(call)})`);
}

interface TypeArguments {
  readonly code: string;
  /** The type of one value. */
  readonly value: string | undefined;
  doc(primitive: string): string | undefined;
}

function typeArgumentsOf(facts: Facts, target: Target, types: readonly TypeAnswer[]): TypeArguments | undefined {
  const { tree } = facts;
  const { storage, kind } = target;
  if (tree.isJavaScript)
    return { code: '', value: undefined, doc: (primitive) => documented(facts, target, primitive) };
  const made = (code: string, value: string | undefined): TypeArguments => ({ code, value, doc: () => undefined });
  if (kind === 'flag') return made('<void>', 'void');
  if (kind === 'map' || kind === 'set') {
    const written = storage.type?.typeArguments ?? unwrap(tree, storage.initializer!).typeArguments;
    if (!written?.length) return undefined;
    const texts = written.map((t) => textOf(tree, t));
    return kind === 'set' ? made(`<${texts[0]}, void>`, 'void') : made(`<${texts.join(', ')}>`, texts[1]);
  }
  const annotation = storage.type ?? assertedType(facts, storage);
  const value = annotation ? withoutNullish(facts, annotation) : printed(types);
  return value === undefined || value === 'any' ? undefined : made(`<${value}>`, value);
}

/** `undefined as Client | undefined` */
function assertedType(facts: Facts, { initializer }: Storage): Node | undefined {
  return initializer && facts.tree.kind(initializer) === K.AsExpression && isUndefinedOrNull(facts.tree, initializer)
    ? initializer.type
    : undefined;
}

function printed(types: readonly TypeAnswer[]): string | undefined {
  const texts = new Set(types.filter((t) => t.printable && !t.unknown).map((t) => t.text));
  return texts.size === 1 ? [...texts][0] : undefined;
}

/** The JSDoc type that a JavaScript declaration has, made one of the primitive. */
function documented(facts: Facts, { storage, kind }: Target, primitive: string): string | undefined {
  const comment = docOf(facts, storage);
  const type = comment && /@type\s*\{([^{}]*)\}/.exec(comment.text)?.[1]?.trim();
  if (!type) return undefined;
  if (kind === 'flag') return `${primitive}<void>`;
  if (kind === 'map') return type.replace(/^Map\b/, primitive);
  if (kind === 'set') return type.replace(/^Set\s*<(.*)>$/, `${primitive}<$1, void>`);
  const members = type
    .replace(/^\?/, '')
    .split('|')
    .map((t) => t.trim());
  return `${primitive}<${members.filter((t) => t !== 'undefined' && t !== 'null').join(' | ')}>`;
}

function docOf(facts: Facts, storage: Storage): { text: string; start: number } | undefined {
  const { text } = facts.tree;
  const owner = storage.kind === 'variable' ? storage.declaration.parent.parent : storage.declaration;
  const trivia = text.slice(owner.pos, startOf(facts.tree, owner));
  const at = trivia.lastIndexOf('/**');
  return at < 0 ? undefined : { text: trivia.slice(at), start: owner.pos + at };
}

function declare(
  facts: Facts,
  draft: Draft,
  storage: Storage,
  name: string,
  value: string,
  doc: string | undefined,
): void {
  const { tree } = facts;
  const { declaration } = storage;
  const { semicolon } = styleOf(tree);
  if (doc) {
    const comment = docOf(facts, storage)!;
    const match = /@type\s*\{([^{}]*)\}/.exec(comment.text)!;
    const start = comment.start + match.index + match[0].indexOf('{') + 1;
    draft.replace(start, start + match[1]!.length, doc);
  }
  if (storage.kind === 'variable') {
    const list = declaration.parent;
    const end = tree.text[list.parent.end - 1] === ';' ? list.parent.end - 1 : list.end;
    draft.replace(startOf(tree, list), Math.max(end, list.end), `const ${name} = ${value}`);
    return;
  }
  if (storage.kind === 'property') {
    draft.replaceNode(declaration, `${textOf(tree, declaration.name!)}: ${value}`);
    return;
  }
  const modifiers = (declaration.modifiers ?? []).map((m) => textOf(tree, m)).filter((m) => m !== 'readonly');
  const words = [...modifiers, ...(tree.isJavaScript ? [] : ['readonly']), textOf(tree, declaration.name!)];
  const ended = tree.text[declaration.end - 1] === ';' ? ';' : semicolon && '';
  draft.replaceNode(declaration, `${words.join(' ')} = ${value}${ended}`);
}

interface Names extends Naming {
  /** What the declaration declares. */
  readonly name: string;
  readonly needsLocal: boolean;
  /** `false` where no other name is needed. */
  rename(): boolean;
}

function namingOf(facts: Facts, target: Target, typeOf: (node: Node) => TypeAnswer): Names {
  const { storage, kind, accesses } = target;
  const plain = bare(storage.name);
  const capital = `${plain[0]!.toUpperCase()}${plain.slice(1)}`;
  const uses = new Set(accesses.map((a) => a.use));
  const wanted = kind === 'map' ? [singular(storage.name), `${plain}Value`] : [plain, `current${capital}`];
  const isVariable = storage.kind === 'variable' && kind === 'value';
  let name = storage.name;
  let needsLocal = false;
  return {
    place: (use) => (isVariable ? name : textOf(facts.tree, use)),
    local(at) {
      needsLocal = true;
      return freeLocal(facts, facts.functionOf(at), wanted, isVariable && name !== storage.name ? uses : undefined);
    },
    isVoid: (awaited) => /^(void|undefined)$/.test(typeOf(awaited)?.text ?? ''),
    get name() {
      return name;
    },
    get needsLocal() {
      return needsLocal;
    },
    rename() {
      if (!isVariable) return false;
      name = freeInFile(facts, [`lazy${capital}`]);
      return true;
    },
  };
}
