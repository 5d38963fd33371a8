/** One workspace, opened once with each compiler, for all test files of a process. */
import { type RunResult, run } from './run.ts';
import { makeWorkspace, type Workspace } from './workspace.ts';

export const workspace: () => Workspace = once(() => {
  const made = makeWorkspace();
  process.on('exit', () => made.dispose());
  return made;
});
export const native: () => RunResult = once(() => run(workspace(), 'native'));
export const classic: () => RunResult = once(() => run(workspace(), 'classic'));

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
}
