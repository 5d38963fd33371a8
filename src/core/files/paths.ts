/** Which expressions name the same file, and which of two lies in the other's folder. */
import type { Binding, Facts } from '../facts/facts.ts';
import { locationOf } from '../facts/locations.ts';
import { calleeName, unwrap } from '../facts/shapes.ts';
import { mentions } from '../facts/tests.ts';
import { K, type Node, textOf } from '../syntax.ts';

export interface FilePath {
  readonly node: Node;
  /** Equal where one of them is. */
  readonly names: ReadonlySet<string>;
  /** Folders that it surely lies in. */
  readonly folders: ReadonlySet<string>;
}

export function pathOf(facts: Facts, node: Node): FilePath {
  const names = new Set<string>();
  const folders = new Set<string>();
  collect(facts, node, names, folders, 0);
  return { node, names, folders };
}

export function isSamePath(a: FilePath, b: FilePath): boolean {
  return meets(a.names, b.names);
}

/** `inner` is `outer`, or something in that folder. */
export function isWithinPath(inner: FilePath, outer: FilePath): boolean {
  return isSamePath(inner, outer) || meets(inner.folders, outer.names);
}

function meets(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  for (const name of a) if (b.has(name)) return true;
  return false;
}

function collect(facts: Facts, node: Node, names: Set<string>, folders: Set<string>, depth: number): void {
  const { tree } = facts;
  const inner = unwrap(tree, node);
  if (depth > 6) return;
  switch (tree.kind(inner)) {
    case K.AwaitExpression:
      collect(facts, inner.expression!, names, folders, depth + 1);
      return;
    case K.StringLiteral:
    case K.NoSubstitutionTemplateLiteral:
      names.add(`"${inner.text}`);
      return;
    case K.TemplateExpression: {
      names.add(textKey(facts, inner));
      const head = /^`\$\{[^{}]*\}[/\\]/.test(textOf(tree, inner)) ? inner.templateSpans?.[0]?.expression : undefined;
      if (head) collectFolders(facts, head, folders, depth);
      return;
    }
    case K.CallExpression: {
      const args = inner.arguments ?? [];
      const method = calleeName(tree, inner) ?? '';
      if ((method === 'resolve' || method === 'normalize' || method === 'toString') && args.length === 1)
        collect(facts, args[0]!, names, folders, depth + 1);
      names.add(textKey(facts, inner));
      if ((method === 'join' || method === 'resolve') && args.length > 1)
        collectFolders(facts, args[0]!, folders, depth);
      return;
    }
    default: {
      const location = locationOf(facts, inner);
      names.add(location?.key ?? textKey(facts, inner));
      const binding = location?.root.kind === 'binding' && !location.path.length ? location.root.binding : undefined;
      if (binding?.init && binding.path?.length === 0 && facts.isConstant(binding))
        collect(facts, binding.init, names, folders, depth + 1);
    }
  }
}

function collectFolders(facts: Facts, folder: Node, folders: Set<string>, depth: number): void {
  collect(facts, folder, folders, folders, depth + 1);
}

function textKey({ tree }: Facts, node: Node): string {
  return textOf(tree, node).replace(/\s+/g, '');
}

/** Made for this one call: by `mkdtemp`, of a random name, of the time, of the process id. */
export function isOwnPath(facts: Facts, node: Node, depth = 0): boolean {
  return mentionsDeep(facts, node, depth, (n) => {
    const k = facts.tree.kind(n);
    if (k !== K.CallExpression && k !== K.PropertyAccessExpression && k !== K.NewExpression) return false;
    return unique.test(textOf(facts.tree, k === K.PropertyAccessExpression ? n : n.expression!));
  });
}

const unique =
  /(?:^|\.)(?:mkdtemp(?:Sync)?|randomUUID|randomBytes|random|nanoid|uuid(?:v[147])?|v[147]|ulid|createId|cuid|tmpNameSync|tmpName|dirSync|hrtime|Date\.now)$|^Date$|^process\.pid$|(?:create|generate|make|new|random|unique|short)\w*(?:Id|Uuid|Suffix|Token)$/i;

/** Parameters, and variables that are set on the way, that the path hangs on: each call may well have a file of its own. */
export function parametersOf(facts: Facts, node: Node): Set<Binding> {
  const found = new Set<Binding>();
  mentionsDeep(facts, node, 0, (n) => {
    const binding = facts.tree.kind(n) === K.Identifier ? facts.resolve(n) : undefined;
    const isSet = !!binding && binding.scope.fn.kind !== 'module' && !facts.isConstant(binding);
    if (binding && (isSet || binding.kind === 'parameter')) found.add(binding);
    return false;
  });
  return found;
}

/** Looks into what the names in it were given, too. */
export function mentionsDeep(facts: Facts, node: Node, depth: number, wanted: (node: Node) => boolean): boolean {
  return mentions(facts, node, (n) => {
    if (wanted(n)) return true;
    if (depth > 4 || facts.tree.kind(n) !== K.Identifier) return false;
    const init = facts.resolve(n)?.init;
    return !!init && init !== node && mentionsDeep(facts, init, depth + 1, wanted);
  });
}
