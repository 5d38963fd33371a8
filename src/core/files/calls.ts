/** Calls that look at a file, change one, or let another program do so; and the argument that says which. */
import type { Facts } from '../facts/facts.ts';
import { calleeName, unwrap } from '../facts/shapes.ts';
import { K, type Node, textOf } from '../syntax.ts';
import { type ModuleFunction, moduleFunction } from './modules.ts';

/** `run`: another program, or a download, makes what is at the path; it takes long, and half of it can be seen. */
export type FileDeed = 'check' | 'read' | 'write' | 'mkdir' | 'move' | 'delete' | 'run';

export interface FileCall {
  readonly call: Node;
  readonly does: FileDeed;
  /** Of the function, without `Sync`: `writeFile`. */
  readonly name: string;
  readonly sync: boolean;
  /** Expressions that say which file or folder; of a program all that it is given. */
  readonly paths: readonly Node[];
  /** The file system decides between two at once: `wx`, `recursive`, `force`. */
  readonly atomic: boolean;
}

const deeds: Readonly<Record<Exclude<FileDeed, 'run'>, string>> = {
  check: 'exists pathExists access stat lstat isAccessible',
  read: 'readFile readdir readlink readJson readJSON createReadStream opendir',
  write: 'writeFile outputFile writeJson writeJSON outputJson outputJSON createWriteStream appendFile',
  mkdir: 'mkdir ensureDir mkdirp mkdirs ensureFile createFile',
  move: 'rename copyFile cp copy move symlink link',
  delete: 'unlink rm rmdir remove emptyDir',
};
const byName = new Map<string, FileDeed>();
for (const [deed, names] of Object.entries(deeds))
  for (const name of names.split(' ')) byName.set(name, deed as FileDeed);

/** Packages and helpers that fetch or unpack something to where their argument says. */
const fetching = /^(?:download|clone|extract|unzip|untar|unpack|decompress|checkout|scaffold)(?![a-z])/;

export function fileCall(facts: Facts, call: Node): FileCall | undefined {
  const from = moduleFunction(facts, call);
  if (from) return from.module === 'fs' ? ofFiles(facts, call, from) : ofProgram(facts, call, from);
  return undefined;
}

/** A call that by its name fetches or unpacks; whose it is cannot be told. */
export function fetchingCall(facts: Facts, call: Node): FileCall | undefined {
  const name = calleeName(facts.tree, call);
  if (!name || !fetching.test(name) || facts.tree.kind(call) !== K.CallExpression) return undefined;
  return { call, does: 'run', name, sync: /Sync$/.test(name), paths: given(facts, call), atomic: false };
}

function ofFiles(facts: Facts, call: Node, { name: full }: ModuleFunction): FileCall | undefined {
  const name = full.replace(/Sync$/, '');
  const sync = name !== full;
  const args = call.arguments ?? [];
  if (name === 'open') {
    const flags = args[1] ? textOf(facts.tree, args[1]) : '';
    if (!/^["'`][wa]/.test(flags)) return undefined;
    return args[0] && { call, does: 'write', name, sync, paths: [args[0]], atomic: flags.includes('x') };
  }
  const does = byName.get(name);
  const path = does === 'move' ? args[1] : args[0];
  if (!does || !path) return undefined;
  const options = args.slice(does === 'move' ? 2 : 1);
  return { call, does, name, sync, paths: [path], atomic: isAtomic(facts, does, name, options) };
}

function isAtomic({ tree }: Facts, does: FileDeed, name: string, options: readonly Node[]): boolean {
  const text = options.map((option) => textOf(tree, option)).join(' ');
  switch (does) {
    case 'mkdir':
      return name !== 'mkdir' || /\brecursive\s*:(?!\s*false)/.test(text);
    case 'write':
      return /\bflags?\s*:\s*["'`][wa]x/.test(text) || name === 'appendFile';
    case 'delete':
      return name === 'remove' || name === 'emptyDir' || /\bforce\s*:(?!\s*false)/.test(text);
    case 'move':
      return name === 'link' || name === 'symlink' || /COPYFILE_EXCL|\b(?:force|overwrite)\s*:\s*false/.test(text);
    default:
      return false;
  }
}

function ofProgram(facts: Facts, call: Node, { name }: ModuleFunction): FileCall | undefined {
  if (!/^(?:exec|execFile|spawn|fork|execa|execaCommand|execaNode|\$)(?:Sync)?$/.test(name)) return undefined;
  return { call, does: 'run', name, sync: /Sync$/.test(name), paths: given(facts, call), atomic: false };
}

/** Every argument, and what arrays, objects and templates among them hold. */
function given(facts: Facts, call: Node): Node[] {
  return (call.arguments ?? []).flatMap((argument) => partsOf(facts, argument));
}

/** The expressions that an argument is made of. */
export function partsOf({ tree }: Facts, argument: Node): Node[] {
  const found: Node[] = [];
  const take = (node: Node): void => {
    const inner = unwrap(tree, node);
    switch (tree.kind(inner)) {
      case K.ArrayLiteralExpression:
        for (const element of inner.elements ?? []) take(element);
        return;
      case K.ObjectLiteralExpression:
        for (const property of inner.properties ?? []) {
          if (property.initializer) take(property.initializer);
          else if (tree.kind(property) === K.ShorthandPropertyAssignment) found.push(property.name!);
        }
        return;
      case K.TemplateExpression:
        found.push(inner);
        for (const span of inner.templateSpans ?? []) take(span.expression!);
        return;
      case K.SpreadElement:
        return;
      default:
        found.push(inner);
    }
  };
  take(argument);
  return found;
}
