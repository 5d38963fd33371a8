import { run } from '../run.ts';
import { inVariant, makeWorkspace } from '../workspace.ts';

/** For each rule, whether the engine's fixes make `fixed.ts` of its `bad.ts`, to the letter. */
export function fixesGiveFixed(rules: readonly string[]): ReadonlyMap<string, boolean> {
  const workspace = makeWorkspace(rules, { mainOnly: true });
  try {
    const { fixed } = run(workspace, 'native');
    return new Map(
      workspace.sources
        .filter(({ role }) => role === 'bad')
        .map(({ rule, path, fixture }) => {
          const wanted = fixture?.fixed?.expected.text;
          return [rule, wanted !== undefined && fixed.get(path) === inVariant(wanted, 'plain')] as const;
        }),
    );
  } finally {
    workspace.dispose();
  }
}
