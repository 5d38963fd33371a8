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
    const file = join(vscode.workspace.workspaceFolders![0]!.uri.fsPath, 'race.svg');
    await window.click('webview .unsafe button:has-text("Export SVG")');
    await window.see('.quick-input-widget input');
    await window.fill('.quick-input-widget input', file);
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
    await window.see('webview .safe .badge, webview .problem:visible');
  });

  it('that is none is told in words', async () => {
    await window.click('webview button:has-text("Run All Schedules")');
    await done();
    await window.fill('webview #replay', 'no such schedule');
    await window.keys('Enter');
    await window.see('webview .problem:visible');
    await pictures('scenario-refused');
    await window.click('webview button:has-text("Run All Schedules")');
    await done();
  });
});
