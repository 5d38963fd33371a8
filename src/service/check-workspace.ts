/** Every project of some folders, opened one after the other and closed again. */
import { discoverProjects, openProject } from '../compilers/open.ts';
import type { WireCompiler, WireFinding, WireProblem } from '../protocol/messages.ts';
import type { WorkspaceResult } from '../protocol/service.ts';
import type { Compilers } from '../workspace/compilers.ts';
import { Cancelled } from '../workspace/failure.ts';
import { detailOf, messageOf } from '../workspace/file-outcome.ts';
import { slashed } from '../workspace/paths.ts';
import { type Progress, runCheck } from '../workspace/run-check.ts';
import { wireFinding, wireProblem } from '../workspace/wire.ts';
import type { Workspace } from './workspace.ts';

export async function checkWorkspace(
  workspace: Workspace,
  folders: readonly string[],
  progress: Progress,
  signal: AbortSignal,
): Promise<WorkspaceResult> {
  const started = performance.now();
  const findings: WireFinding[] = [];
  const problems: WireProblem[] = [];
  const notes: WorkspaceResult['notes'][number][] = [];
  const compilers: WireCompiler[] = [];
  const seen = new Set<string>();
  let cancelled = false;
  for (const folder of folders.map(slashed)) {
    try {
      const outcome = await checkFolder(workspace, folder, progress, signal);
      for (const [file, found] of outcome.files) {
        // Folders may hold each other.
        if (seen.has(file)) continue;
        seen.add(file);
        findings.push(...found.findings.map(wireFinding));
        problems.push(...found.problems.map(wireProblem));
      }
      problems.push(...outcome.problems.map(wireProblem));
      notes.push(...outcome.notes.filter((n) => !notes.some((m) => m.message === n.message)));
      for (const c of outcome.compilers)
        if (!compilers.some((d) => d.version === c.version && d.why === c.why)) compilers.push(c);
    } catch (error) {
      if (error instanceof Cancelled || signal.aborted) {
        cancelled = true;
        break;
      }
      problems.push({ level: 'error', place: undefined, message: messageOf(error), ...detailOf(error) });
    }
  }
  const ms = performance.now() - started;
  return { findings, problems, notes, compilers, files: seen.size, ms, cancelled };
}

async function checkFolder(workspace: Workspace, folder: string, progress: Progress, signal: AbortSignal) {
  const { choice } = workspace;
  const compilers: Compilers = {
    discover: (paths) => discoverProjects(paths, choice.of(folder)),
    open: (ref, _, isDiskSame = false) => openProject(ref, { ...choice.of(ref.folder), isDiskSame }),
  };
  progress.show(`Looking for projects in ${folder}`, true);
  const { projects, notes } = compilers.discover([folder], undefined);
  const outcome = await runCheck(
    {
      compilers,
      compiler: undefined,
      rules: workspace.rules,
      cwd: folder,
      configOf: (file) => workspace.configs.of(file),
      progress,
      signal,
      wantsFixes: false,
    },
    { refs: projects, overlay: workspace.overlays, label: 'Checking' },
  );
  return { ...outcome, notes: [...notes, ...outcome.notes] };
}
