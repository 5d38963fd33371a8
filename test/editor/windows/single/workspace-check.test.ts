import assert from 'node:assert/strict';
import { mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import * as vscode from 'vscode';
import type { WorkspaceResult } from '../../../../src/protocol/service.ts';
import { window } from '../../bridge/suite-end.ts';
import { measured } from '../../tools/measured.ts';
import { noNotification, notification, press } from '../../tools/notifications.ts';
import { analysisPids } from '../../tools/pids.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { codes, found } from '../../tools/raceguard.ts';
import { racy, safe } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

const many = 1500;
const racyFiles = [3, 300, 1499];

describe('Raceguard: Check Workspace', () => {
  let project: Project;

  before(async () => {
    const files = Array.from({ length: many }, (_, n) => [
      `src/file-${n}.ts`,
      racyFiles.includes(n) ? racy(n) : safe(n),
    ]);
    project = new Project('many', { ...Object.fromEntries(files), 'src/shown.ts': safe() });
    await project.show('src/shown.ts');
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('shows how far it is, and can be cancelled', async () => {
    const before = analysisPids();
    const check = vscode.commands.executeCommand<WorkspaceResult>('raceguard.checkWorkspace');
    // Held in the middle, however fast the machine is.
    const checking = await until('the process of the check', () => analysisPids().find((pid) => !before.includes(pid)));
    await sleep(600);
    process.kill(checking, 'SIGSTOP');
    await notification('Checking for races');
    await window.screenshot('workspace-check', true);
    await press('Checking for races', 'Cancel');
    const result = await check;
    assert.ok(!result || result.cancelled);
    await noNotification('Checking for races');
  });

  it('puts its findings into Problems, of files that are not open', async () => {
    const started = performance.now();
    const result = await vscode.commands.executeCommand<WorkspaceResult>('raceguard.checkWorkspace');
    await measured(`${result.files} files in ${(performance.now() - started).toFixed(0)} ms`);
    assert.equal(result.findings.length, racyFiles.length);
    assert.ok(result.files > many);
    for (const n of racyFiles) assert.deepEqual(codes(project.uri(`src/file-${n}.ts`)), ['RG101']);
    await notification('3 findings in 3 files');
    await press('3 findings in 3 files', 'Show Problems');
    await window.see('.markers-panel :text("can be initialised twice")');
    await window.screenshot('problems');
    await vscode.commands.executeCommand('workbench.action.closePanel');
  });

  it('keeps them until their file changes', async () => {
    project.write('src/file-3.ts', safe(3));
    await found(project.uri('src/file-3.ts'), 0);
    assert.deepEqual(codes(project.uri('src/file-300.ts')), ['RG101']);
  });

  it('keeps nothing of a file outside of the workspace that is closed', async () => {
    const outside = join(mkdtempSync(join(realpathSync(tmpdir()), 'raceguard-outside-')), 'lonely.ts');
    writeFileSync(outside, racy());
    // What is opened through the API stays open for minutes, unseen.
    await vscode.commands.executeCommand('vscode.open', vscode.Uri.file(outside));
    await found(vscode.Uri.file(outside), 1);
    await vscode.commands.executeCommand('workbench.action.closeActiveEditor');
    await found(vscode.Uri.file(outside), 0);
    rmSync(dirname(outside), { recursive: true });
  });

  it('drops them when their folder disappears', async () => {
    await closeEditors();
    project.remove();
    for (const n of racyFiles) await found(project.uri(`src/file-${n}.ts`), 0);
  });
});
