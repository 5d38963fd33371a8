/** Fixes of some files applied in rounds until none is left, over the texts that the editor has; nothing is written. */
import { diffLines } from 'diff';
import type { Project } from '../compilers/compiler.ts';
import type { WireEdit, WireProblem } from '../protocol/messages.ts';
import type { FixAllResult, ServiceRequests } from '../protocol/service.ts';
import type { ProjectRef } from '../workspace/compilers.ts';
import { fixInRounds, touchedBy } from '../workspace/fix-loop.ts';
import { Lines } from '../workspace/lines.ts';
import { type RunRequest, runCheck } from '../workspace/run-check.ts';
import { wireEdit, wireProblem } from '../workspace/wire.ts';
import { resultOf } from './check-file.ts';
import type { OpenProject } from './open-project.ts';
import type { Workspace } from './workspace.ts';

export async function fixAll(
  workspace: Workspace,
  { files, tiers, rules }: ServiceRequests['fixAll']['params'],
  signal: AbortSignal,
): Promise<FixAllResult> {
  const problems: WireProblem[] = [];
  const open = new Map<ProjectRef, OpenProject>();
  const only = new Set<string>();
  for (const file of files) {
    const checked = resultOf(workspace, file);
    if (!('state' in checked)) {
      open.set(checked.open.ref, checked.open);
      only.add(file);
    } else if (checked.state === 'failed')
      problems.push({ level: 'error', place: undefined, message: checked.message });
  }
  const laidOver = new Set<string>();
  const request: RunRequest = {
    compilers: {
      discover: () => ({ projects: [], notes: [] }),
      open: (ref) => borrowed(open.get(ref)!.project, laidOver),
    },
    compiler: undefined,
    rules: workspace.rules,
    cwd: workspace.cwd,
    configOf: (file) => workspace.configs.of(file),
    progress: { show() {} },
    signal,
    wantsFixes: true,
  };
  try {
    const outcome = await runCheck(request, { refs: [...open.keys()], only, overlay: new Map(), label: 'Checking' });
    const fixed = await fixInRounds(outcome, tiers, {
      wants: (fix) => rules?.includes(fix.rule) ?? true,
      blocked: () => undefined,
      recheck: (changed, overlay) => runCheck(request, { ...touchedBy(changed, outcome), overlay, label: 'Fixing' }),
    });
    return {
      edits: [...fixed.overlay].flatMap(([file, after]) => changes(file, fixed.before.get(file) ?? '', after)),
      applied: fixed.applied.length,
      unstable: fixed.unstable,
      problems: [...problems, ...outcome.problems.map(wireProblem), ...fixed.problems.map(wireProblem)],
    };
  } finally {
    for (const project of open.values()) project.restore(laidOver);
  }
}

/** The project without its end, and with a record of what was done to it. */
function borrowed(project: Project, laidOver: Set<string>): Project {
  return Object.create(project, {
    overlayAll: {
      value: (texts: Iterable<readonly [string, string | undefined]>) => {
        const all = [...texts];
        for (const [file] of all) laidOver.add(file);
        project.overlayAll(all);
      },
    },
    dispose: { value: () => {} },
  });
}

/** By lines, so that cursors and folds elsewhere in the file stay. */
function changes(file: string, before: string, after: string): WireEdit[] {
  const lines = new Lines(before);
  const edits: WireEdit[] = [];
  let at = 0;
  let open: { start: number; end: number; text: string } | undefined;
  const flush = () => {
    if (open) edits.push(wireEdit({ file, ...open }, lines));
    open = undefined;
  };
  for (const { value, added, removed } of diffLines(before, after)) {
    if (!added && !removed) flush();
    else {
      open ??= { start: at, end: at, text: '' };
      if (added) open.text += value;
      else open.end += value.length;
    }
    if (!added) at += value.length;
  }
  flush();
  return edits;
}
