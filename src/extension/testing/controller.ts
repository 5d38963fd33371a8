/**
 * *Raceguard* in the Testing view: the scenarios that come with it, and the race programs of a workspace that is trusted.
 * Nothing is looked for before the view asks.
 */
import * as vscode from 'vscode';
import { scenarioOf } from '../scenarios/list.ts';
import type { About } from '../scenarios/messages.ts';
import type { ScenarioPanel } from '../scenarios/panel.ts';
import type { RunPrograms } from '../scenarios/run.ts';
import { signalOf } from '../tokens.ts';
import { jobsOf, type Leaf, replayFor, requestFor } from './leaf.ts';
import { drawCommand, replayCommand } from './message.ts';
import { ProgramItems } from './program-items.ts';
import { Results } from './results.ts';
import { runTests } from './run.ts';
import { savedFirst } from './save.ts';
import { ScenarioItems } from './scenario-items.ts';

export interface TestingParts {
  readonly runPrograms: RunPrograms;
  /** Draws what was run here. */
  readonly panel: ScenarioPanel;
}

export class RaceTests implements vscode.Disposable {
  private readonly controller = vscode.tests.createTestController('raceguard', 'Raceguard');
  private readonly parts: TestingParts;
  private readonly leaves = new WeakMap<vscode.TestItem, Leaf>();
  private readonly results = new Results();
  private readonly scenarios: ScenarioItems;
  private programs: ProgramItems | undefined;
  private readonly trusted: vscode.Disposable;
  /** Whether the view has asked. */
  private asked = false;
  /** Ends what runs when the window closes. */
  private readonly closing = new AbortController();

  constructor(parts: TestingParts) {
    this.parts = parts;
    const { controller } = this;
    this.scenarios = new ScenarioItems(controller, this.leaves);
    controller.resolveHandler = (item) => (item ? undefined : this.resolve());
    controller.refreshHandler = (token) => this.programs?.refresh(token);
    controller.createRunProfile(
      'Run',
      vscode.TestRunProfileKind.Run,
      (request, token) => this.run(request, token),
      true,
    );
    this.trusted = vscode.workspace.onDidGrantWorkspaceTrust(() => this.trust());
    if (vscode.workspace.isTrusted) this.trust();
  }

  /** By command, id and title as package.json has them. */
  readonly commands: Readonly<Record<string, (argument: unknown) => unknown>> = {
    [drawCommand]: (argument) => this.draw(argument),
    [replayCommand]: (argument) => this.replay(argument),
    'raceguard.runUntrusted': (argument) => this.runUntrusted(argument),
    'raceguard.showTests': async () => {
      await this.resolve();
      await vscode.commands.executeCommand('workbench.view.testing.focus');
    },
  };

  dispose(): void {
    this.closing.abort();
    this.programs?.dispose();
    this.trusted.dispose();
    this.controller.dispose();
  }

  private trust(): void {
    this.programs ??= new ProgramItems(this.controller, this.leaves);
    if (this.asked) void this.programs.resolve();
  }

  private async resolve(): Promise<void> {
    this.asked = true;
    this.scenarios.resolve();
    await this.programs?.resolve();
  }

  private async run(request: vscode.TestRunRequest, token?: vscode.CancellationToken): Promise<void> {
    await this.resolve();
    const items = this.chosen(request);
    const { controller, leaves, results } = this;
    const { runPrograms } = this.parts;
    await runTests(
      { controller, leaves, results, runPrograms },
      request,
      items,
      token ? AbortSignal.any([signalOf(token), this.closing.signal]) : this.closing.signal,
    );
  }

  /** In the order of the view: without a choice all. */
  private chosen({ include, exclude }: vscode.TestRunRequest): Map<Leaf, vscode.TestItem> {
    const out = new Map<Leaf, vscode.TestItem>();
    const left = new Set(exclude);
    const add = (item: vscode.TestItem): void => {
      if (left.has(item)) return;
      const leaf = this.leaves.get(item);
      if (leaf) out.set(leaf, item);
      for (const child of sorted(item.children)) add(child);
    };
    for (const item of include ?? sorted(this.controller.items)) add(item);
    return out;
  }

  /** In the view the editor runs nothing before the workspace is trusted, not even what is none of its code. */
  private async runUntrusted(argument: unknown): Promise<void> {
    const item = this.itemOf(argument);
    if (item) await this.run(new vscode.TestRunRequest([item]));
  }

  private async draw(argument: unknown): Promise<void> {
    const item = this.itemOf(argument);
    if (!item) return;
    const items = [...this.chosen(new vscode.TestRunRequest([item]))];
    if (!items.length) return;
    const leaves = items.map(([leaf]) => leaf);
    if (jobsOf(leaves).filter(({ request }) => request.run === 'scenario').length > 1) {
      await vscode.commands.executeCommand('raceguard.runScenario');
      return;
    }
    const request = requestFor(leaves);
    const results = items.flatMap(([, each]) => this.results.of(each));
    const about = aboutOf(leaves);
    const { panel } = this.parts;
    if (results.length) return panel.show({ about, request, results });
    if (request.run === 'file') await savedFirst();
    return panel.start(about, request);
  }

  /** Without a string the user is asked for one. */
  private async replay(argument: unknown): Promise<void> {
    const item = this.itemOf(argument) ?? (await this.pick());
    const leaf = item && this.leaves.get(item);
    if (!leaf) return;
    if (leaf.of === 'real') {
      const message = 'Real processes and threads run in an order of their own: there is no schedule to replay.';
      void vscode.window.showInformationMessage(message);
      return;
    }
    const choices = replayIn(argument) ?? (await this.replayString(item));
    const request = choices && replayFor(leaf, choices.trim().replace(/^'|'$/g, ''));
    if (!request) return;
    if (leaf.of === 'program') await savedFirst();
    await this.parts.panel.start(aboutOf([leaf]), request);
  }

  private replayString(item: vscode.TestItem): Thenable<string | undefined> {
    const last = this.results.of(item).find(({ result }) => result.failure)?.result.explored?.replay;
    return vscode.window.showInputBox({
      title: `Replay Schedule: ${item.label}`,
      prompt: 'As a failure has printed it',
      placeHolder: 'rg1-…',
      value: last ?? '',
      validateInput: (text) => (/^\s*'?rg1-/.test(text) ? undefined : 'A replay string begins with rg1-.'),
    });
  }

  /** Of all that has schedules. */
  private async pick(): Promise<vscode.TestItem | undefined> {
    await this.resolve();
    const items = [...this.chosen(new vscode.TestRunRequest())].filter(([leaf]) => leaf.of !== 'real');
    const choices = items.map(([, item]) => ({ label: item.label, description: item.parent?.label ?? '', item }));
    const title = 'Raceguard: Replay a Schedule';
    return (await vscode.window.showQuickPick(choices, { title, matchOnDescription: true }))?.item;
  }

  /** What VS Code gives of an item or of a message; or a link of ours in a message. */
  private itemOf(argument: unknown): vscode.TestItem | undefined {
    if (typeof argument !== 'object' || argument === null) return undefined;
    if ('item' in argument) return this.find(String(argument.item), this.controller.items);
    return 'test' in argument ? (argument.test as vscode.TestItem) : (argument as vscode.TestItem);
  }

  private find(id: string, items: vscode.TestItemCollection): vscode.TestItem | undefined {
    for (const [, item] of items) {
      const found = item.id === id ? item : this.find(id, item.children);
      if (found) return found;
    }
    return undefined;
  }
}

/** Of a link in a message. */
function replayIn(argument: unknown): string | undefined {
  const given = typeof argument === 'object' && argument !== null && 'replay' in argument ? argument.replay : undefined;
  return typeof given === 'string' ? given : undefined;
}

/** Of one scenario, or of programs of one file. */
function aboutOf(leaves: readonly Leaf[]): About {
  const [leaf] = leaves;
  if (leaf!.of !== 'program') return scenarioOf(leaf!.scenario);
  const file = vscode.workspace.asRelativePath(vscode.Uri.file(leaf!.file));
  return { title: leaves.length === 1 ? `${leaf!.name} in ${file}` : file, rules: [] };
}

function sorted(items: vscode.TestItemCollection): vscode.TestItem[] {
  return [...items]
    .map(([, item]) => item)
    .sort((a, b) => ((a.sortText ?? a.label) < (b.sortText ?? b.label) ? -1 : 1));
}
