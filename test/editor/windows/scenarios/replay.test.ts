import assert from 'node:assert/strict';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done, noSideBar, pictures, stepIs } from '../../tools/scenarios.ts';
import { until } from '../../tools/until.ts';

describe('a schedule', () => {
  let replay = '';

  before(async () => {
    await noSideBar();
    await vscode.commands.executeCommand('raceguard.runScenario', 'lost-update');
    await done();
    await stepIs(1);
  });
  after(closeEditors);

  it('is copied as a string', async () => {
    await vscode.env.clipboard.writeText('');
    await window.click('webview .unsafe button:has-text("Copy Replay String")');
    replay = await until('the string', async () => (await vscode.env.clipboard.readText()) || undefined);
    assert.match(replay, /^\S+$/);
  });

  it('is exported as a picture of its own', async () => {
    const file = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'of-two-deposits-one-is-lost.svg');
    await window.click('webview .unsafe button:has-text("Export SVG")');
    // As it proposes: once it lists the folder, its name stands in the field.
    await window.see('.quick-input-widget:has-text("Export the Schedule") .monaco-list-row');
    await window.keys('Enter');
    const svg = await until(
      'the file',
      () => (existsSync(file) && readFileSync(file, 'utf8')) || undefined,
      () => readdirSync(dirname(file)).join(),
    );
    assert.match(svg, /^<svg [^>]*xmlns=/);
    assert.match(svg, /<style>/);
  });

  it('is replayed from its string, in either version', async () => {
    await window.fill('webview #replay', replay);
    await window.keys('Enter');
    await window.see('webview .status-text:has-text("Replayed one schedule.")');
    await window.see('webview .unsafe .badge:has-text("Fails")');
    await stepIs(1);
    await pictures('scenario-replayed');
    await window.choose('webview .replay select', 'in the safe version');
    await window.fill('webview #replay', replay);
    await window.keys('Enter');
    await window.see('webview .problem:has-text("can\'t be run")');
  });

  it('that is none is told in words, and what was there stays', async () => {
    await window.click('webview button:has-text("Run All Schedules")');
    await done();
    await window.fill('webview #replay', 'no such schedule');
    await window.keys('Enter');
    await window.see('webview .problem:has-text("is no replay string")');
    await window.see('webview .unsafe .badge:has-text("Fails")');
    await stepIs(1);
    await pictures('scenario-refused');
  });
});
