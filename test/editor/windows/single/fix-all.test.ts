import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import * as vscode from 'vscode';
import { closeEditors, Project } from '../../tools/projects.ts';
import { codes, found, state } from '../../tools/raceguard.ts';
import { until } from '../../tools/until.ts';

/** Five races of three rules; each has a safe fix. */
const races = `export interface Client {
  query(sql: string): Promise<string[]>;
}

declare function connect(url: string): Promise<Client>;
declare function send(job: string): Promise<void>;
declare function priceOf(job: string): Promise<number>;

export class Database {
  private client: Client | undefined;

  async query(sql: string): Promise<string[]> {
    if (!this.client) this.client = await connect('tcp://data');
    return this.client.query(sql);
  }
}

let metrics: Client | undefined;

export async function getMetrics(): Promise<Client> {
  if (metrics) return metrics;
  metrics = await connect('tcp://metrics');
  return metrics;
}

const tenants = new Map<string, Client>();

export async function getTenant(name: string): Promise<Client> {
  let tenant = tenants.get(name);
  if (!tenant) {
    tenant = await connect(\`tcp://\${name}\`);
    tenants.set(name, tenant);
  }
  return tenant;
}

export class Sender {
  private readonly pending = new Set<Promise<void>>();
  private sent = 0;

  post(job: string): void {
    this.pending.add(this.send(job));
  }

  async close(): Promise<number> {
    await Promise.allSettled([...this.pending]);
    this.pending.clear();
    return this.sent;
  }

  private async send(job: string): Promise<void> {
    try {
      await send(job);
      this.sent++;
    } catch {}
  }
}

let cost = 0;

export async function total(jobs: readonly string[]): Promise<number> {
  await Promise.all(
    jobs.map(async (job) => {
      cost += await priceOf(job);
    }),
  );
  return cost;
}
`;

describe('fix all in a file', () => {
  let project: Project;
  let editor: vscode.TextEditor;

  before(async () => {
    project = new Project('five', { 'src/five.ts': races }).installRuntime();
    editor = await project.show('src/five.ts');
    await found(editor.document.uri, 5);
    assert.deepEqual([...new Set(codes(editor.document.uri))].sort(), ['RG101', 'RG103', 'RG314']);
  });

  after(async () => {
    await closeEditors();
    project.remove();
  });

  it('fixes five races of three rules with code that compiles', async () => {
    await vscode.commands.executeCommand('raceguard.fixAllInFile');
    await found(editor.document.uri, 0);
    await editor.document.save();
    assertCompiles(project.folder);
  });

  it('is undone in one step', async () => {
    await vscode.commands.executeCommand('undo');
    await until('the text as it was', () => (editor.document.getText() === races ? true : undefined));
    await editor.document.save();
    await found(editor.document.uri, 5);
  });

  it('is done on save where the user asks for it', async () => {
    const config = vscode.workspace.getConfiguration('editor', editor.document);
    await config.update(
      'codeActionsOnSave',
      { 'source.fixAll.raceguard': 'explicit' },
      vscode.ConfigurationTarget.Global,
    );
    try {
      await vscode.window.showTextDocument(editor.document);
      await vscode.commands.executeCommand('workbench.action.files.save');
      await until('the fixes', () => (editor.document.getText().includes('@raceguard/runtime') ? true : undefined));
      await until('the save', () => (editor.document.isDirty ? undefined : true));
      await found(editor.document.uri, 0);
      assertCompiles(project.folder);
      await state('idle');
    } finally {
      await config.update('codeActionsOnSave', undefined, vscode.ConfigurationTarget.Global);
    }
  });
});

function assertCompiles(folder: string): void {
  const tsc = join(process.env.RACEGUARD_ROOT!, 'node_modules/typescript/bin/tsc');
  const run = spawnSync(process.execPath, [tsc, '-p', folder], {
    encoding: 'utf8',
    // The editor's own Node is Electron on a desktop.
    env: { ...process.env, ELECTRON_RUN_AS_NODE: '1' },
  });
  assert.equal(run.status, 0, `${run.stdout}${run.stderr}`);
}
