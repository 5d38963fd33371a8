/** The scenarios that come with the extension. */
import * as vscode from 'vscode';
import list from '../../scenarios/list.json' with { type: 'json' };
import type { ListedScenario } from '../../scenarios/scenario.ts';

export const listed: readonly ListedScenario[] = list;

/** @throws Error where there is none of that id */
export function scenarioOf(id: string): ListedScenario {
  const found = listed.find((scenario) => scenario.id === id);
  if (!found) throw new Error(`No scenario is named ${id}.`);
  return found;
}

/** `asked`: its id. Without it, or where there is none of that id, the user is asked. Undefined where none was chosen. */
export async function chosenScenario(asked: unknown): Promise<ListedScenario | undefined> {
  return listed.find(({ id }) => id === asked) ?? (await picked());
}

async function picked(): Promise<ListedScenario | undefined> {
  const items = listed.map((scenario) => ({
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
