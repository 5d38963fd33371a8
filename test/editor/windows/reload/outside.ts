/** The panel of scenarios, when its window goes and comes back. */
import assert from 'node:assert/strict';
import type { Actions } from '../../bridge/messages.ts';
import { runnerPids } from '../../tools/pids.ts';
import { until } from '../../tools/until.ts';
import type { OutsideTests } from '../../window.ts';

async function run(window: Actions, words: string): Promise<void> {
  await window.see('.monaco-workbench .editor-group-container');
  // The palette knows no command of an extension that the window has not heard of yet.
  await until('the command', async () => {
    await window.keys('Escape');
    await window.keys('F1');
    await window.type('Run Race Scenario');
    return (
      (await window.texts('.quick-input-list .monaco-list-row.focused')).join().includes('Race Scenario') || undefined
    );
  });
  await window.keys('Enter');
  await window.see('.quick-input-widget:has-text("Run a Race Scenario") .monaco-list-row');
  await window.type(words);
  await window.see(`.quick-input-list .monaco-list-row.focused:has-text(${JSON.stringify(words)})`);
  await window.keys('Enter');
}

export const tests: OutsideTests = {
  'a window that is opened again shows the same step': async (window) => {
    await run(window, 'deposits');
    await window.see('webview .status-text:has-text("Done")');
    await window.keys('ArrowRight');
    await window.keys('ArrowRight');
    await window.see('webview .sentence:has-text("Step 3 of")');
    await window.reload();
    await window.see('webview .status-text:has-text("Done")');
    await window.see('webview .sentence:has-text("Step 3 of")');
    await window.click('webview .unsafe [aria-label^="Next step"]');
    await until('a line to be marked', async () => ((await window.markedLines()).length ? true : undefined));
    await window.screenshot('opened-again');
  },

  'nothing is left of a run whose window goes, and it can be run again': async (window, place) => {
    await run(window, 'Twenty runs');
    const pid = await until('the process of the run', () => runnerPids(place)[0]);
    // Held in the middle, however fast the machine is.
    process.kill(pid, 'SIGSTOP');
    await window.see('webview h1');
    await window.reload();
    await until(
      'the processes to be gone',
      () => (runnerPids(place).length === 0 ? true : undefined),
      () => runnerPids(place).join(),
    );
    await window.see('webview .status-text:has-text("Run it again")');
    await window.screenshot('cut-off');
    assert.deepEqual(await window.texts('webview .badge:visible'), []);
    await window.click('webview button:has-text("Run Again")');
    await window.see('webview .status-text:has-text("Done")');
  },
};
