/** A user's own race programs: found, run, fixed, cancelled, whatever they do. */
import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { extension } from '../../tools/raceguard.ts';
import { drawn, nothingIsLeft, pids } from '../../tools/scenarios.ts';
import {
  cancel,
  command,
  expand,
  listed,
  listedInTime,
  outcome,
  press,
  row,
  showTests,
} from '../../tools/testing-view.ts';
import { inThemes } from '../../tools/themes.ts';
import { until } from '../../tools/until.ts';

const example = () =>
  readFileSync(join(extension().extensionPath, 'docs/walkthrough/examples/account.race.ts'), 'utf8');
/** As the second program in it has it. */
const withLock = (text: string) => {
  const locked = /const lock = new Mutex\(\);[\s\S]*?\}\);\n/.exec(text)![0];
  return text.replace(/const deposit = async[\s\S]*?\};\n/, locked);
};

const wild = `
import type { Program } from '@raceguard/runtime/testing';

export const hangs: Program = () => {
  for (;;);
};
export const dies: Program = () => {
  process.kill(process.pid, 'SIGKILL');
};
export const floods: Program = async (t) => {
  for (;;) {
    console.log('x'.repeat(100_000));
    await t.step();
  }
};
export const holds: Program = async (t) => {
  t.task('A', async () => {});
  await t.all();
};
`;

describe('race programs of a workspace', () => {
  let project: Project;
  let editor: vscode.TextEditor;

  before(async () => {
    project = new Project('shop', { 'src/account.race.ts': example() }).installRuntime();
    project.write('node_modules/other/not-mine.race.ts', example());
    await showTests();
  });

  after(async () => {
    await closeEditors();
    await vscode.commands.executeCommand('workbench.action.closePanel');
    project.remove();
  });

  it('are found, each at its line', async () => {
    await window.see(row('shop/src/account.race.ts'));
    assert.ok(!(await listed()).some((label) => label.includes('not-mine')));
    await expand('account.race.ts');
    await window.see(row('twoDeposits'));
    await window.see(row('twoDepositsInTurn'));
    editor = await project.show('src/account.race.ts');
    await window.see('.testing-run-glyph');
  });

  it('follow the text before it is saved', async () => {
    const end = editor.document.lineAt(editor.document.lineCount - 1).range.end;
    await editor.edit((edit) => edit.insert(end, 'export const third: Program = async () => {};\n'));
    await window.see(row('third'));
    await window.keys('ControlOrMeta+z');
    await window.miss(row('third'));
    assert.equal(editor.document.isDirty, false);
  });

  it('one that fails shows the order of steps, at the line that fails', async () => {
    await press('account.race.ts', 'Run Test');
    await outcome('account.race.ts', 'failed');
    await window.see(row('twoDepositsInTurn', 'passed'));
    await window.click(`${row('twoDeposits', 'failed')} .label`);
    const message = '.monaco-editor .test-output-peek-message-container';
    await window.see(`${message} :text("10, not 30")`);
    const [text] = await window.texts(message);
    assert.match(text ?? '', /1\s+A\s+starts[\s\S]*writes balance: 10[\s\S]*10, not 30[\s\S]*rg1-/);
    const line =
      editor.document
        .getText()
        .split('\n')
        .findIndex((each) => each.includes('throw new Error')) + 1;
    await window.see(`.statusbar-item:has-text("Ln ${line},")`);
    await window.hover('.part.statusbar');
    await inThemes((theme) => window.screenshot(`testing-program-${theme}`, theme === 'light'));
  });

  it('its schedule is drawn from the message', async () => {
    await window.click('.monaco-editor .test-output-peek-message-container a:has-text("Draw this schedule")');
    await drawn('twoDeposits in');
    await inThemes((theme) => window.screenshot(`testing-drawn-${theme}`));
  });

  it('is replayed from the message', async () => {
    await closeEditors();
    await window.click('.test-output-peek-tree .monaco-list-row:has(.codicon-testing-failed-icon)');
    await window.see(':text-is("Draw Schedule")');
    await window.click('.test-output-peek-message-container a:has-text("replay it")');
    await window.see('webview .status-text:has-text("Replayed one schedule")');
    await window.screenshot('replayed-from-message');
  });

  it('is replayed by its string', async () => {
    await closeEditors();
    editor = await project.show('src/account.race.ts');
    await window.hover(`${row('twoDeposits')} .label`);
    await command('Raceguard: Replay Schedule');
    await window.see('.quick-input-widget:has-text("Replay a Schedule")');
    await window.type('twoDeposits');
    await window.keys('Enter');
    await window.see('.quick-input-widget input[placeholder^="rg1-"]');
    await window.screenshot('replay');
    await window.keys('Enter');
    await drawn('twoDeposits in');
    await nothingIsLeft();
    await window.screenshot('replayed');
    await closeEditors();
  });

  it('passes when it is fixed: what is not saved is saved first', async () => {
    editor = await project.show('src/account.race.ts');
    const text = editor.document.getText();
    const whole = new vscode.Range(0, 0, editor.document.lineCount, 0);
    const fixed = withLock(text);
    assert.notEqual(fixed, text);
    await editor.edit((edit) => edit.replace(whole, fixed));
    await press('twoDeposits', 'Run Test');
    await outcome('account.race.ts', 'passed');
    assert.equal(editor.document.isDirty, false);
    await window.screenshot('fixed');
  });

  it('one that hangs is cancelled, and nothing of it is left', async () => {
    project.write('src/wild.race.ts', wild);
    await listedInTime('wild.race.ts');
    await expand('wild.race.ts');
    await press('hangs', 'Run Test');
    await until('its process', () => (pids().length ? true : undefined));
    await cancel();
    await nothingIsLeft();
    await outcome('hangs', 'skipped');
  });

  it('one that hangs, dies or floods is told as such, and the others are run', async () => {
    await press('wild.race.ts', 'Run Test');
    for (const name of ['hangs', 'dies', 'floods']) await outcome(name, 'errored');
    await outcome('holds', 'passed');
    assert.deepEqual(pids(), []);
    const results = (await window.texts('.test-output-peek-tree .monaco-list-row')).join('\n');
    assert.match(results, /It hangs/);
    assert.match(results, /Its process ended/);
    assert.match(results, /It prints too much/);
    await inThemes((theme) => window.screenshot(`testing-wild-${theme}`));
  });

  it('are gone with their folder', async () => {
    await closeEditors();
    project.remove();
    await window.miss(row('wild.race.ts'));
    await window.miss(row('account.race.ts'));
  });
});
