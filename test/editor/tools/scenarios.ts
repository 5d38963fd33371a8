/** The panel of scenarios, as a person uses it. */
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { window } from '../bridge/suite-end.ts';
import { runnerPids } from './pids.ts';
import { extension } from './raceguard.ts';
import { command } from './testing-view.ts';
import { until } from './until.ts';

/** By real keys, from the palette. `words`: of its title. */
export async function runFromPalette(words: string): Promise<void> {
  await command('Run Race Scenario');
  await window.see('.quick-input-widget:has-text("Run a Race Scenario") .monaco-list-row');
  await window.type(words);
  await window.see(`.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(words)})`);
  await window.keys('Enter');
}

/** Of the processes that run scenarios and programs for the package of this window. */
export const pids = (): number[] => runnerPids(extension().extensionPath);

export const nothingIsLeft = (): Promise<true> =>
  until(
    'the processes to be gone',
    () => (pids().length === 0 ? true : undefined),
    () => pids().join(),
  );

/** A run that is held in the middle, its first program done, however fast the machine is. */
export async function held(): Promise<{ over: Thenable<unknown> }> {
  const over = vscode.commands.executeCommand('raceguard.runScenario', 'runner');
  const pid = await until('the process of the run', () => pids()[0]);
  process.kill(pid, 'SIGSTOP');
  // From one slice of time to the next, until it has told of its first program.
  await until('the first result', async () => {
    if ((await window.texts('webview .unsafe .badge'))[0]?.includes('Fails')) return true;
    process.kill(pid, 'SIGCONT');
    await sleep(40);
    process.kill(pid, 'SIGSTOP');
    // The page of a busy window shows it later.
    await sleep(200);
    return undefined;
  });
  return { over };
}

/** Until a tab is the panel of that. `words`: of its title. */
export async function drawn(words: string): Promise<void> {
  const tabs = () => vscode.window.tabGroups.all.flatMap((group) => group.tabs.map(({ label }) => label));
  await until('the panel', () => (tabs().some((label) => label.includes(words)) ? true : undefined), tabs);
}

export const done = (): Promise<void> => window.see('webview .status-text:has-text("Done")');

/** What is said of the step that is looked at. `n`: the picture, from 0. */
export async function sentence(n = 0): Promise<string> {
  return (await window.texts('webview .sentence'))[n] ?? '';
}

export function stepIs(step: number, n = 0): Promise<string> {
  return until(
    `step ${step}`,
    async () => {
      const now = await sentence(n);
      return now.startsWith(`Step ${step} of `) ? now : undefined;
    },
    () => sentence(n),
  );
}

/** Until the marked lines are those of the step, the source beside the panel. */
export async function marked(file: string, line: number): Promise<void> {
  await until(
    `line ${line} of ${file} to be marked`,
    async () => {
      const shown = vscode.window.visibleTextEditors.some(({ document }) => document.uri.path.endsWith(`/${file}`));
      return shown && (await window.markedLines()).includes(line) ? true : undefined;
    },
    async () =>
      JSON.stringify([
        await window.markedLines(),
        vscode.window.visibleTextEditors.map(({ document }) => document.uri.path),
      ]),
  );
}

export async function theme(name: 'Light' | 'Dark' | 'High Contrast' | 'High Contrast Light'): Promise<void> {
  const id = name.startsWith('High') ? `Default ${name}` : `Default ${name} Modern`;
  await vscode.workspace.getConfiguration('workbench').update('colorTheme', id, vscode.ConfigurationTarget.Global);
  const kinds = {
    Light: 'vscode-light',
    Dark: 'vscode-dark',
    'High Contrast': 'vscode-high-contrast',
    'High Contrast Light': 'vscode-high-contrast-light',
  };
  await window.see(`webview body.${kinds[name]}`);
}

/** Of the moment: in a light theme, and where pictures are asked for in a dark one, too. */
export async function pictures(name: string, shown = false): Promise<void> {
  if (process.env.RACEGUARD_PICTURES) {
    await theme('Dark');
    await window.screenshot(`${name}-dark`);
    await theme('Light');
  }
  await window.screenshot(name, shown);
}

/** The source and the panel have the room that they have where someone reads. */
export async function noSideBar(): Promise<void> {
  await vscode.commands.executeCommand('workbench.action.closeSidebar');
}
