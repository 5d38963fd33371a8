/** *Run Race Scenario…*, and the panel in which it and the Testing view show what came of a run. */
import * as vscode from 'vscode';
import { svgOf } from '../../picture/index.ts';
import { chosenScenario } from './list.ts';
import { ScenarioPanel, viewType } from './panel.ts';
import type { RunPrograms } from './run.ts';
import { SourceView } from './source-view.ts';

export interface Scenarios extends vscode.Disposable {
  readonly panel: ScenarioPanel;
  /** `asked`: the id of a scenario; without it the user chooses. Resolves when the run is over. */
  run(asked?: unknown): Promise<void>;
}

export function scenarios(
  context: vscode.ExtensionContext,
  log: vscode.LogOutputChannel,
  runPrograms: RunPrograms,
): Scenarios {
  const { extensionUri, extension } = context;
  const source = new SourceView(extensionUri);
  const panel = new ScenarioPanel({
    extension: extensionUri,
    log,
    made: `${extension.packageJSON.version} ${extensionUri.fsPath}`,
    source,
    runPrograms,
    svg: (picture) => svgOf(picture),
  });
  const serializer = vscode.window.registerWebviewPanelSerializer(viewType, {
    deserializeWebviewPanel: async (restored, saved) => panel.restore(restored, saved),
  });
  return {
    panel,
    async run(asked) {
      const scenario = await chosenScenario(asked);
      if (scenario) await panel.start(scenario, { run: 'scenario', id: scenario.id });
    },
    dispose: () => vscode.Disposable.from(serializer, panel, source).dispose(),
  };
}
