/** One file checked in the project that holds it, which stays open. */
import { existsSync } from 'node:fs';
import type { FileResult } from '../core/run.ts';
import type { CheckAnswer } from '../protocol/messages.ts';
import { Failure } from '../workspace/failure.ts';
import { detailOf, messageOf, outcomeOf, testsLeftOut } from '../workspace/file-outcome.ts';
import { noteProblems, wireFinding, wireProblem } from '../workspace/wire.ts';
import type { OpenProject } from './open-project.ts';
import type { Workspace } from './workspace.ts';

export function checkFile(workspace: Workspace, file: string): CheckAnswer {
  const started = performance.now();
  const checked = resultOf(workspace, file);
  if ('state' in checked) return checked;
  const { open, result } = checked;
  const { findings, problems } = outcomeOf(result, open.ref, open.places, undefined);
  return {
    state: 'checked',
    length: open.places.lines(file).text.length,
    findings: findings.map(wireFinding),
    problems: [...problems.map(wireProblem), ...noteProblems(open.project.notes)],
    compiler: open.project.compiler,
    configFile: open.project.configFile,
    ms: performance.now() - started,
  };
}

export interface Checked {
  readonly open: OpenProject;
  readonly result: FileResult;
}

type NotChecked = Extract<CheckAnswer, { state: 'skipped' | 'failed' }>;

/** Never throws. A compiler that ended is started once more. */
export function resultOf(workspace: Workspace, file: string): Checked | NotChecked {
  const isThere = () => workspace.overlays.has(file) || existsSync(file);
  if (!isThere()) return { state: 'skipped', why: 'There is no such file.' };
  for (let attempt = 1; ; attempt++) {
    let open: OpenProject | undefined;
    try {
      // First, since it is told what has changed.
      workspace.projects.settle();
      if (workspace.configs.of(file).ignored) {
        return { state: 'skipped', why: 'It is ignored by raceguard.config.json.' };
      }
      open = workspace.projects.of(file);
      if (!open) return { state: 'skipped', why: 'It is neither TypeScript nor JavaScript, or belongs to a package.' };
      let result = open.file(file);
      if (!result) {
        open.lookAgain();
        result = open.file(file);
      }
      if (result?.isTest) return { state: 'skipped', why: testsLeftOut };
      if (result) return { open, result };
      if (!isThere()) return { state: 'skipped', why: 'The file vanished.' };
      return { state: 'skipped', why: `${open.project.configFile ?? 'The compiler'} leaves it out.` };
    } catch (error) {
      if (error instanceof Failure) return { state: 'failed', message: error.message, ...causeOf(error) };
      const ended = open?.project.ended === true;
      if (open) workspace.projects.close(open);
      if (ended && attempt === 1) continue;
      const message = ended
        ? `${file} could not be checked: TypeScript ended twice on it (${messageOf(error)}). Does the machine lack memory? The next change tries again.`
        : `${file} could not be checked: ${messageOf(error)}. The next change tries again. This is a defect of Raceguard; please report it.`;
      return { state: 'failed', message, ...detailOf(error) };
    }
  }
}

function causeOf({ cause }: Failure): { detail?: string } {
  return cause === undefined ? {} : detailOf(cause);
}
