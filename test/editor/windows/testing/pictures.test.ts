/** The pictures of the walkthrough, taken of what its first two steps do. */
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { openLightbulb } from '../../tools/lightbulb.ts';
import { closeEditors } from '../../tools/projects.ts';
import { found } from '../../tools/raceguard.ts';
import { done } from '../../tools/scenarios.ts';
import { command } from '../../tools/testing-view.ts';
import { inThemes } from '../../tools/themes.ts';
import { until } from '../../tools/until.ts';

describe('pictures for the walkthrough', () => {
  before(async () => {
    await vscode.commands.executeCommand('workbench.action.closeSidebar');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  afterEach(closeEditors);

  it('a finding and its fix', async () => {
    await command('Raceguard: Open an Example');
    const editor = await until('the example', () => {
      const active = vscode.window.activeTextEditor;
      return active?.document.isUntitled ? active : undefined;
    });
    const [finding] = await found(editor.document.uri, 1);
    const { end } = finding!.range;
    editor.selection = new vscode.Selection(end, end);
    await window.see(`.statusbar-item:has-text("Ln ${end.line + 1}, Col ${end.character + 1}")`);
    await openLightbulb();
    await inThemes(async (theme) => {
      await window.see('.action-widget:has-text("Lazy")');
      await window.screenshot(`walkthrough-fix-${theme}`, true, { of: '.part.editor', width: 760, height: 640 });
    });
    await window.keys('Escape');
  });

  it('a schedule that fails', async () => {
    await vscode.commands.executeCommand('raceguard.runScenario', 'lost-update');
    await done();
    await window.click('webview body');
    for (let i = 0; i < 3; i++) await window.keys('ArrowRight');
    await window.scrollTo('webview .unsafe');
    await inThemes((theme) =>
      window.screenshot(`walkthrough-see-${theme}`, true, { of: 'iframe.webview.ready', width: 640, height: 720 }),
    );
  });
});
