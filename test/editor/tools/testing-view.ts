/** The Testing view, by its rows. */
import * as vscode from 'vscode';
import { window } from '../bridge/suite-end.ts';
import { until } from './until.ts';

const icons = {
  passed: 'testing-passed-icon',
  failed: 'testing-failed-icon',
  errored: 'testing-error-icon',
  skipped: 'testing-skipped-icon',
  unset: 'testing-unset-icon',
} as const;

/** Of the item with this text; with an outcome only while it has that. */
export function row(text: string, outcome?: keyof typeof icons): string {
  const state = outcome ? `:has(.codicon-${icons[outcome]})` : '';
  return `.test-explorer .monaco-list-row:has(.label:has-text(${JSON.stringify(text)}))${state}`;
}

/** Chooses a command as a person does. */
export async function command(title: string): Promise<void> {
  await window.keys('F1');
  await window.see('.quick-input-widget input');
  await window.type(title);
  await window.see(`.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(title)})`);
  await window.keys('Enter');
}

/** The view with what is in it, by the palette. */
export async function showTests(): Promise<void> {
  await command('Raceguard: Show Scenarios');
  await window.see(row('Raceguard scenarios'));
}

/** The editor's watcher may miss a new file on a busy machine: then a person presses Refresh. */
export async function listedInTime(item: string): Promise<void> {
  let asked = Date.now();
  await until(item, async () => {
    if ((await window.texts(row(item))).length > 0) return true;
    if (Date.now() - asked < 5000) return undefined;
    asked = Date.now();
    await vscode.commands.executeCommand('testing.refreshTests');
    return undefined;
  });
}

export async function expand(item: string): Promise<void> {
  await window.click(`${row(item)} .label`);
  await window.keys('ArrowRight');
}

/** Presses the button that the row shows under the mouse. */
export async function press(item: string, button: string): Promise<void> {
  await window.hover(`${row(item)} .label`);
  await window.click(`${row(item)} .action-label[aria-label*=${JSON.stringify(button)}]`);
}

/** By the button above the list, which is there while something runs. */
export async function cancel(): Promise<void> {
  await window.click(
    '.testing-explorer-view .action-label[aria-label^="Cancel Test Run"], .pane-header .action-label[aria-label^="Cancel Test Run"], .composite.title .action-label[aria-label^="Cancel Test Run"]',
  );
}

/** However long it takes, up to the limit of the test. */
export async function outcome(item: string, ...wanted: (keyof typeof icons)[]): Promise<void> {
  for (let tries = 0; tries < 6; tries++) {
    try {
      await until(
        `${item}: ${wanted.join(' or ')}`,
        async () => {
          for (const each of wanted) if ((await window.texts(row(item, each))).length) return true;
          return undefined;
        },
        () => window.texts('.test-explorer .monaco-list-row'),
      );
      return;
    } catch (error) {
      if (tries === 5) throw error;
    }
  }
}

/** What stands in the list, from the top. */
export async function listed(): Promise<string[]> {
  return (await window.texts('.test-explorer .monaco-list-row .label')).map((text) => text.trim());
}
