/** The flag that lets the file system decide, where there is one; else a `FileLock` over check and act. */
import type { Facts } from '../../core/facts/facts.ts';
import { rootLocation } from '../../core/facts/locations.ts';
import { isFunction } from '../../core/facts/shapes.ts';
import { isSamePath } from '../../core/files/paths.ts';
import type { Fix } from '../../core/finding.ts';
import { guard } from '../../core/rewrite/guard.ts';
import { importRuntime, nodeRuntimeModule } from '../../core/rewrite/imports.ts';
import { K, type Node, textOf } from '../../core/syntax.ts';
import type { CheckThenAct } from './detect.ts';
import { withFlag } from './flags.ts';

export function fixesOf(facts: Facts, found: CheckThenAct): Fix[] {
  const { check, act } = found;
  const isPlain = act.call === act.deed.call && found.found !== 'failed' && isSamePath(found.path, check.paths[0]!);
  const flag = isPlain ? withFlag(facts, found) : undefined;
  return flag ? [flag] : locked(facts, found);
}

function locked(facts: Facts, { fn, check, act, path }: CheckThenAct): Fix[] {
  const runtime = importRuntime(facts, 'FileLock', nodeRuntimeModule);
  const text = lockText(facts, path.node);
  if (!runtime || !text || !isAwaited(facts, act.call) || facts.functionOf(act.call) !== fn) return [];
  const made = `new ${runtime.local}(${text})`;
  const regions = facts.calls.filter((call) => textOf(facts.tree, call).startsWith(`${made}.runExclusive(`));
  const guarded = guard(facts, {
    location: rootLocation({ kind: 'global', name: 'fileLock' }),
    fn,
    read: check.call,
    nodes: [check.call, act.call],
    held: {
      key: undefined,
      from: path.node,
      lock: {
        text: made,
        regions,
        makesNominal: false,
        declare: (draft) => {
          for (const edit of runtime.edits) draft.replace(edit.start, edit.end, edit.text);
        },
      },
    },
  });
  const edits = guarded?.draft.edits();
  if (!edits) return [];
  return [{ title: 'Hold a `FileLock` over check and act', tier: guarded!.tier, edits: () => edits }];
}

/** Its end is waited for: what only begins under a lock is not covered by it. */
function isAwaited({ tree }: Facts, call: Node): boolean {
  for (let at: Node = call; at.parent; at = at.parent) {
    const k = tree.kind(at.parent);
    if (k === K.AwaitExpression || k === K.ReturnStatement) return true;
    if (k === K.ExpressionStatement || k === K.VariableDeclaration || isFunction(tree, at.parent)) return false;
  }
  return false;
}

/** A file beside it: `${path}.lock`. */
function lockText({ tree }: Facts, node: Node): string | undefined {
  const text = textOf(tree, node);
  switch (tree.kind(node)) {
    case K.StringLiteral:
      return `${text.slice(0, -1)}.lock${text.at(-1)}`;
    case K.TemplateExpression:
    case K.NoSubstitutionTemplateLiteral:
      return `${text.slice(0, -1)}.lock\``;
    case K.Identifier:
    case K.PropertyAccessExpression:
      return `\`\${${text}}.lock\``;
    case K.CallExpression:
      return text.includes('\n') || text.includes('`') ? undefined : `\`\${${text}}.lock\``;
    default:
      return undefined;
  }
}
