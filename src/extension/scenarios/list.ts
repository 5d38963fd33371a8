/** The scenarios that come with the extension, to choose from. */
import * as vscode from 'vscode';
import list from '../../scenarios/list.json' with { type: 'json' };
import type { ListedScenario } from '../../scenarios/scenario.ts';

/** `asked`: its id. Without it, or where there is none of that id, the user is asked. Undefined where none was chosen. */
export async function chosenScenario(asked: unknown): Promise<ListedScenario | undefined> {
  const all: readonly ListedScenario[] = list;
  return all.find(({ id }) => id === asked) ?? (await picked(all));
}

async function picked(all: readonly ListedScenario[]): Promise<ListedScenario | undefined> {
  const items = all.map((scenario) => ({
    label: scenario.title,
    description: [scenario.origin, ...scenario.rules].filter(Boolean).join(' · '),
    detail: scenario.story,
    scenario,
  }));
  const options = {
    title: 'Raceguard: Run a Race Scenario',
    placeHolder: 'Which race do you want to watch?',
    matchOnDescription: true,
    matchOnDetail: true,
  };
  return (await vscode.window.showQuickPick(items, options))?.scenario;
}
