import assert from 'node:assert/strict';
import * as vscode from 'vscode';
import { serverPids } from '../../tools/pids.ts';
import { closeEditors, Project } from '../../tools/projects.ts';
import { diagnostics, found, state } from '../../tools/raceguard.ts';
import { racy } from '../../tools/texts.ts';
import { until } from '../../tools/until.ts';

describe("TypeScript's server", () => {
  let project: Project;

  before(() => {
    project = new Project('server', { 'src/db.ts': racy() });
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('may die: what is typed then is checked once it is back, without a reload', async () => {
    const { document, edit } = await project.show('src/db.ts');
    const [before] = await found(document.uri, 1);
    const pids = serverPids();
    assert.ok(pids.length > 0);
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await edit((builder) => builder.insert(new vscode.Position(0, 0), '// typed\n'));
    const line = before!.range.start.line + 1;
    await until('another server', () => (serverPids().some((pid) => !pids.includes(pid)) ? true : undefined));
    await until('the finding one line down', () =>
      diagnostics(document.uri)[0]?.range.start.line === line ? true : undefined,
    );
    await state('idle');
  });
});
