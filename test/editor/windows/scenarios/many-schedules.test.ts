import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import { window } from '../../bridge/suite-end.ts';
import { measured } from '../../tools/measured.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { noSideBar } from '../../tools/scenarios.ts';
import { row, showTests } from '../../tools/testing-view.ts';

const many = 100_000;
/** `many` has far more orders than are tried, and none is like another. */
const program = `
import type { ExploreOptions, Program } from '@raceguard/runtime/testing';

export const options: ExploreOptions = { schedules: ${many}, random: 0, keepGoing: true };

export const many: Program = async (t) => {
  for (const name of ['A', 'B', 'C', 'D', 'E', 'F'])
    t.task(name, async (task) => {
      for (let n = 0; n < 3; n++) await task.step('works');
    });
  await t.all();
};

export const few: Program = (t) => t.task('A', () => {});
`;

describe('100,000 schedules', () => {
  let project: Project;

  before(async () => {
    project = new Project('many', { 'src/many.race.ts': program }).installRuntime();
    await showTests();
    await window.see(row('many.race.ts'));
    await noSideBar();
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('stream to the panel, which counts them and does not freeze', async () => {
    // The page takes its time to load: it is there before what it is to show has begun.
    await vscode.commands.executeCommand('raceguard.drawSchedule', { item: `${project.uri('src/many.race.ts')}#few` });
    await window.see('webview .status-text:has-text("Done")');
    const over = vscode.commands.executeCommand('raceguard.drawSchedule', {
      item: `${project.uri('src/many.race.ts')}#many`,
    });
    await window.see('webview .badge:has-text("Running")');
    await window.watchFrames();
    const seen = new Set<string>();
    let isOver = false;
    void over.then(() => {
      isOver = true;
    });
    while (!isOver) {
      seen.add((await window.texts('webview .status-text'))[0] ?? '');
      await sleep(50);
    }
    await window.see('webview .status-text:has-text("Done: 100,000 schedules")');
    const { longestMs, grownMb } = await window.frames();
    await measured(`longest frame ${longestMs.toFixed(0)} ms, the heap grew by ${grownMb.toFixed(1)} MB`);
    assert.ok(seen.size > 3, [...seen].join());
    assert.equal(await window.attribute('webview .strip', 'aria-label'), '100,000 schedules, 0 of them fail');
    await window.screenshot('many-schedules');
  });
});
