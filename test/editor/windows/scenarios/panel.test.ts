import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';

describe('a scenario', () => {
  it('runs from the palette', async () => {
    await window.keys('F1');
    await window.type('Race Scenario');
    await window.see('.quick-input-list .monaco-list-row:has-text("Run Race Scenario")');
    await window.screenshot('palette');
    await window.keys('Enter');
    await window.see('.quick-input-list .monaco-list-row:has-text("Prefect")');
    await window.screenshot('pick');
    await window.type('runner');
    await window.screenshot('pick-runner');
    await window.keys('Enter');
    await new Promise((d) => setTimeout(d, 1000));
    await window.screenshot('running');
    await window.see('webview .status-text:has-text("Done")');
    await window.screenshot('done');
    await window.keys('ArrowRight');
    await window.keys('ArrowRight');
    await window.screenshot('stepped');
    await vscode.workspace.getConfiguration('workbench').update('colorTheme', 'Default Dark Modern', true);
    await window.screenshot('dark');
    console.log('VARS', await window.attribute('webview html', 'style'));
    const { writeFileSync, mkdirSync } = await import('node:fs');
    mkdirSync('/tmp/panel/themes', { recursive: true });
    for (const [name, theme] of [
      ['light', 'Default Light Modern'],
      ['hc-dark', 'Default High Contrast'],
      ['hc-light', 'Default High Contrast Light'],
      ['dark', 'Default Dark Modern'],
    ]) {
      await vscode.workspace.getConfiguration('workbench').update('colorTheme', theme, true);
      await window.screenshot(`theme-${name}`);
      writeFileSync(
        `/tmp/panel/themes/${name}.json`,
        JSON.stringify({
          style: await window.attribute('webview html', 'style'),
          body: await window.attribute('webview body', 'class'),
        }),
      );
    }
  });
});
