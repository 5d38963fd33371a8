/** The scenarios that come with the extension: the build lists them. */
import { readFile } from 'node:fs/promises';
import * as vscode from 'vscode';

/** As `scenarioList` of src/runner/scenarios.ts tells it. */
export interface ListedScenario {
  readonly id: string;
  readonly title: string;
  readonly story: string;
  readonly origin?: string;
  readonly url?: string;
  readonly rules: readonly string[];
  readonly hazards: readonly string[];
  readonly hasReal: boolean;
}

/** @throws Error that says how the list is had, where there is none */
export async function listScenarios(extension: vscode.Uri): Promise<readonly ListedScenario[]> {
  const { fsPath } = vscode.Uri.joinPath(extension, 'dist', 'scenarios', 'list.json');
  try {
    return JSON.parse(await readFile(fsPath, 'utf8'));
  } catch (error) {
    throw new Error(
      `The scenarios can't be read (${error instanceof Error ? error.message : error}). Install Raceguard anew; in a checkout, build it.`,
    );
  }
}

/** Asks the user. Undefined where none was chosen. */
export async function pickScenario(scenarios: readonly ListedScenario[]): Promise<ListedScenario | undefined> {
  const items = scenarios.map((scenario) => ({
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
