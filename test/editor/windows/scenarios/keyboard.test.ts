import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { closeEditors } from '../../tools/projects.ts';
import { done, noSideBar, runFromPalette, sentence, stepIs } from '../../tools/scenarios.ts';
import { until } from '../../tools/until.ts';

describe('the panel without a mouse', () => {
  before(noSideBar);
  after(closeEditors);

  it('is left and come back to by the keys of the editor', async () => {
    await runFromPalette('lost');
    await done();
    await stepIs(1);
    await vscode.commands.executeCommand('workbench.action.focusFirstEditorGroup');
    assert.ok(vscode.window.activeTextEditor);
    // The focus goes from frame to frame, and on a busy machine it may get lost on the way.
    let asked = 0;
    await until('the panel to take keys', async () => {
      if (Date.now() - asked > 5000) {
        await vscode.commands.executeCommand('workbench.action.focusSecondEditorGroup');
        asked = Date.now();
      }
      await window.keys('ArrowRight');
      return (await sentence()).startsWith('Step 1 ') ? undefined : true;
    });
  });

  it('is gone through by Tab, in the order of the page', async () => {
    const stops: string[] = [];
    for (let n = 0; n < 30 && !stops.at(-1)?.startsWith('#replay'); n++) {
      await window.keys('Tab');
      stops.push(await window.focused());
    }
    const order = [
      'RG103',
      'Run Again',
      '#hazard',
      'First step',
      'Next step',
      'Picture',
      'Steps as Text',
      'Copy Replay',
      'Export SVG',
      'Show Its Picture',
      '#replay',
    ];
    const found = order.map((name) => stops.findIndex((stop) => stop.includes(name)));
    assert.ok(
      found.every((at, n) => at >= 0 && (n === 0 || at > found[n - 1]!)),
      JSON.stringify({ stops, found }),
    );
  });

  it('has a label on everything that takes the focus, and tells of itself in words', async () => {
    assert.deepEqual(await window.unlabelled('webview main'), []);
    assert.deepEqual(await window.texts('webview .sentence[aria-live="polite"]'), [await sentence(), '']);
  });
});
