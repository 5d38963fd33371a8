/** The walkthrough: every step is there, and its buttons do what they say. */
import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { extension, found } from '../../tools/raceguard.ts';
import { command, row, showTests } from '../../tools/testing-view.ts';
import { inThemes } from '../../tools/themes.ts';
import { until } from '../../tools/until.ts';

const [walkthrough] = extension().packageJSON.contributes.walkthroughs as {
  title: string;
  steps: { id: string; title: string }[];
}[];
const step = (title: string) => `.gettingStartedContainer .step-title:has-text(${JSON.stringify(title)})`;
const button = (text: string) => `.gettingStartedContainer .monaco-button:has-text(${JSON.stringify(text)})`;

async function open(id: string): Promise<void> {
  await command('Welcome: Open Walkthrough');
  await window.see('.quick-input-widget input');
  await window.type(walkthrough!.title);
  await window.see(`.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(walkthrough!.title)})`);
  await window.keys('Enter');
  const { title } = walkthrough!.steps.find((each) => each.id === id)!;
  await window.see(step(title));
  if (!(await window.texts(`.step-container.expanded ${step(title).split(' ').slice(1).join(' ')}`)).length)
    await window.click(step(title));
}

describe('the walkthrough', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  afterEach(closeEditors);

  it('has all its steps', async () => {
    await open('see');
    for (const { title } of walkthrough!.steps) await window.see(step(title));
    await window.see('.getting-started-media img');
    await inThemes(async (theme) => {
      for (const { id, title } of walkthrough!.steps.toReversed()) {
        await window.click(step(title));
        await window.screenshot(`step-${id}-${theme}`);
      }
    });
  });

  it('runs a scenario', async () => {
    await open('see');
    await window.click(button('Run Race Scenario'));
    await window.see('.quick-input-widget:has-text("Run a Race Scenario")');
    await window.keys('Escape');
  });

  it('opens an example that the lint reports', async () => {
    await open('fix');
    await window.click(button('Open an Example'));
    const { document } = await until('the example', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.isUntitled ? editor : undefined;
    });
    const [finding] = await found(document.uri, 1);
    assert.match(finding!.message, /can be initialised twice/);
  });

  it('begins a race program that the Testing view lists once it is saved', async () => {
    await open('explore');
    await window.click(button('New Race Program'));
    const { document } = await until('the program', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.isUntitled && editor.document.fileName.endsWith('account.race.ts') ? editor : undefined;
    });
    assert.match(document.getText(), /export const twoDeposits/);
    await window.keys('ControlOrMeta+s');
    // The saved file takes the place of the text: that moves the focus.
    const saved = () => vscode.window.activeTextEditor?.document.uri.scheme === 'file' || undefined;
    await until('the file', saved);
    await showTests();
    await window.see(row('account.race.ts'));
    await vscode.workspace.fs.delete(vscode.Uri.file(document.fileName));
    await window.miss(row('account.race.ts'));
  });

  it('begins a workflow', async () => {
    await open('ci');
    await window.click(button('New CI Workflow'));
    const { document } = await until('the workflow', () => {
      const editor = vscode.window.activeTextEditor;
      return editor?.document.fileName.endsWith('raceguard.yml') ? editor : undefined;
    });
    assert.match(document.getText(), /npx raceguard check/);
  });
});
