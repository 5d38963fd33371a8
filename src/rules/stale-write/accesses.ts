/** Calls that read or write something behind an await, told by their names: files, entries of stores, saved state. */
import type { Facts } from '../../core/facts/facts.ts';
import { calleeName, receiverOf, unwrap } from '../../core/facts/shapes.ts';
import { K, type Node, type SourceTree, textOf } from '../../core/syntax.ts';

export interface Access {
  readonly kind: 'file' | 'entry' | 'state';
  /** Equal for a read and a write of the same thing. */
  readonly id: string;
  /** As users read it: `settings.json`'s path expression, `store[key]`, `history`. */
  readonly name: string;
  readonly call: Node;
  /** Which of many: a path, a key. */
  readonly key: Node | undefined;
}

const content = '(?:File|Json|JSON|JsonFile|JSONFile|TextFile|FileText|Yaml|YAML|Toml)';
const readsFile = new RegExp(`^(?:(?:safe|atomic)?[rR]ead${content}(?:Async|Safe)?|loadJsonFile)$`);
const writesFile = new RegExp(
  `^(?:(?:safe|atomic|atomically)?(?:[wW]rite|[oO]utput)${content}(?:Atomic|Atomically|Async|Safe|Sync)?)$`,
);
const readsEntry = /^(?:get|getItem|getValue|hget|load|read)$/;
const writesEntry = /^(?:set|put|setItem|setValue|update|hset|store|save|write)$/;
const readsState = /^(?:load|read|get|fetch)([A-Z]\w*)$/;
const writesState = /^(?:save|write|set|store|persist|put|update)([A-Z]\w*)$/;
/** What programs keep: other nouns may be messages, that are read here and written there. */
const keptNoun =
  /(?:Config|Configuration|Settings|State|Index|Manifest|Cache|History|Registry|Database|Metadata|Preferences|Entries|Records?|Store|Bindings|List|Document|Profile|Counter|Balance)$/;

export function readOf({ tree }: Facts, awaited: Node): Access | undefined {
  let call = unwrap(tree, awaited);
  // `await readFile(path, 'utf8').catch(() => '{}')`
  while (tree.kind(call) === K.CallExpression && /^(catch|then|finally)$/.test(calleeName(tree, call) ?? '')) {
    const receiver = receiverOf(tree, call);
    if (!receiver) return undefined;
    call = unwrap(tree, receiver);
  }
  return tree.kind(call) === K.CallExpression ? accessOf(tree, call, readsFile, readsEntry, readsState) : undefined;
}

export function writeOf({ tree }: Facts, call: Node): Access | undefined {
  return tree.kind(call) === K.CallExpression ? accessOf(tree, call, writesFile, writesEntry, writesState) : undefined;
}

/** What a write is given beside its key. */
export function writtenBy({ call, key }: Access): readonly Node[] {
  return (call.arguments ?? []).filter((argument) => argument !== key);
}

/** The write goes to where the read came from. */
export function isSame(read: Access, write: Access): boolean {
  return read.kind === write.kind && read.id === write.id;
}

function accessOf(tree: SourceTree, call: Node, files: RegExp, entries: RegExp, states: RegExp): Access | undefined {
  const method = calleeName(tree, call);
  const first = call.arguments?.[0];
  if (!method) return undefined;
  const keyText = first && plain(tree, first);
  if (files.test(method)) return first && { kind: 'file', id: keyText!, name: keyText!, call, key: first };
  const receiver = receiverOf(tree, call);
  const owner = receiver ? plain(tree, receiver) : '';
  if (receiver && first && entries.test(method)) {
    const name = `${owner}[${keyText}]`;
    return { kind: 'entry', id: name, name, call, key: first };
  }
  const noun = states.exec(method)?.[1];
  if (!noun || !keptNoun.test(noun)) return undefined;
  const isRead = states === readsState;
  // `loadHistory()` and `saveHistory(entries)`; `loadState(id)` and `saveState(id, state)`.
  const key = isRead ? first : (call.arguments?.length ?? 0) > 1 ? first : undefined;
  const id = `${owner}.${noun}[${key ? plain(tree, key) : ''}]`;
  return { kind: 'state', id, name: noun[0]!.toLowerCase() + noun.slice(1), call, key };
}

function plain(tree: SourceTree, node: Node): string {
  return textOf(tree, node).replace(/\s+/g, ' ');
}
