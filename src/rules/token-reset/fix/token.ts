/** The flag becomes a `CancellationToken`: each run looks at its own snapshot of it, which no reset takes back. */
import type { Facts, Fn } from '../../../core/facts/facts.ts';
import { locationOf } from '../../../core/facts/locations.ts';
import { assignmentOf, contains, isAssignmentTarget, unwrap, wrapped } from '../../../core/facts/shapes.ts';
import type { Fix, TextEdit } from '../../../core/finding.ts';
import { Draft } from '../../../core/rewrite/draft.ts';
import { importRuntime } from '../../../core/rewrite/imports.ts';
import { freeInFile, freeLocal } from '../../../core/rewrite/names.ts';
import { K, type Node, startOf, textOf } from '../../../core/syntax.ts';
import type { Flag } from '../flags.ts';
import { pollsOf } from '../polls.ts';
import { type Beginning, beginningOf, namesOfRun, takeSnapshot } from './beginnings.ts';

export function tokenFixes(facts: Facts, flag: Flag): Fix[] {
  const runtime = importRuntime(facts, 'CancellationToken');
  const draft = runtime && rewrite(facts, flag, runtime.local);
  const edits = draft?.edits();
  if (!runtime || !edits) return [];
  return [
    {
      title: 'Make it a `CancellationToken`: a run that was cancelled stays cancelled',
      tier: 'safe',
      edits: (): readonly TextEdit[] => [...runtime.edits, ...edits].sort((a, b) => a.start - b.start),
    },
  ];
}

/** Where the flag is declared, and all its uses. */
interface Storage {
  readonly declaration: Node;
  readonly uses: readonly Node[];
  /** `cancellation`, `#cancellation` */
  readonly name: string;
}

function rewrite(facts: Facts, flag: Flag, type: string): Draft | undefined {
  const { tree } = facts;
  const storage = storageOf(facts, flag);
  const runs = storage && runsOf(facts, flag);
  if (!storage || !runs) return undefined;
  const draft = new Draft(tree);
  declare(facts, draft, storage, type);
  const pathOf = (use: Node) => {
    const base = textOf(tree, use);
    return `${base.slice(0, base.length - (use.name?.text ?? base).length)}${storage.name}`;
  };
  for (const run of runs) {
    takeSnapshot(facts, draft, run, run.local, pathOf(run.look));
  }
  for (const use of storage.uses) {
    if (isAssignmentTarget(tree, use)) {
      const write = wrapped(tree, use).parent;
      const value = tree.kind(unwrap(tree, write.right ?? write));
      const isPlain = assignmentOf(tree, write) === '=' && tree.kind(write.parent) === K.ExpressionStatement;
      if (!isPlain || (value !== K.TrueKeyword && value !== K.FalseKeyword)) return undefined;
      draft.replaceNode(write, `${pathOf(use)}.${value === K.TrueKeyword ? 'cancel' : 'reset'}()`);
      continue;
    }
    const run = runs.findLast(({ fn, from }) => contains(fn.node, use) && use.pos >= from);
    draft.replaceNode(use, `${run?.local ?? pathOf(use)}.cancelled`);
  }
  return draft;
}

/** Private and declared as `false`; every use is seen. */
function storageOf(facts: Facts, { location }: Flag): Storage | undefined {
  const { tree } = facts;
  const { root, path } = location;
  if (root.kind === 'binding') {
    const { binding } = root;
    const list = binding.declaration.parent;
    if (path.length || binding.exported || tree.kind(binding.declaration) !== K.VariableDeclaration) return undefined;
    if (list?.declarations?.length !== 1 || !isFalse(facts, binding.init)) return undefined;
    const uses = facts.references(binding);
    if (uses.some((use) => tree.kind(use.parent) === K.ShorthandPropertyAssignment)) return undefined;
    return { declaration: list, uses, name: freeInFile(facts, ['cancellation', 'cancellationToken']) };
  }
  const [name, ...rest] = path;
  if (root.kind !== 'this' || name === undefined || rest.length) return undefined;
  const member = root.owner.members.get(name);
  if (member?.kind !== 'field' || member.access !== 'private' || member.isStatic || member.decorated) return undefined;
  if (!isFalse(facts, member.initializer)) return undefined;
  const uses = (facts.accesses.get(name) ?? []).filter((node) => contains(root.owner.node, node));
  const isTaken = facts.bindings.some((b) => b.path?.includes(name) && contains(root.owner.node, b.ident));
  if (isTaken || uses.some((use) => locationOf(facts, use)?.key !== location.key || !use.name)) return undefined;
  const sign = /^[#_]*/.exec(name)![0];
  const free = ['cancellation', 'cancellationToken'].find((n) => !root.owner.members.has(sign + n));
  return free ? { declaration: member.declaration, uses, name: sign + free } : undefined;
}

function isFalse({ tree }: Facts, node: Node | undefined): boolean {
  return !!node && tree.kind(unwrap(tree, node)) === K.FalseKeyword;
}

/** `private stopped: boolean = false` becomes `private readonly cancellation = new CancellationToken()`. */
function declare({ tree }: Facts, draft: Draft, { declaration, name }: Storage, type: string): void {
  const made = `= new ${type}()`;
  if (tree.kind(declaration) === K.VariableDeclarationList) {
    draft.replaceNode(declaration, `const ${name} ${made}`);
    return;
  }
  const start = startOf(tree, declaration.name!);
  const isReadonly = declaration.modifiers?.some((m) => tree.kind(m) === K.ReadonlyKeyword) || tree.isJavaScript;
  draft.replace(start, declaration.initializer!.end, `${isReadonly ? '' : 'readonly '}${name} ${made}`);
}

/** A function that looks at the flag across a suspension, and where it takes its snapshot. */
interface Run extends Beginning {
  readonly fn: Fn;
  readonly local: string;
  readonly look: Node;
}

function runsOf(facts: Facts, flag: Flag): Run[] | undefined {
  const runs: Run[] = [];
  for (const poll of pollsOf(facts, flag)) {
    const beginning = beginningOf(facts, flag, poll);
    if (!beginning) return undefined;
    const { fn, node: look } = poll;
    runs.push({ ...beginning, fn, local: freeLocal(facts, fn, namesOfRun), look });
  }
  return runs;
}
