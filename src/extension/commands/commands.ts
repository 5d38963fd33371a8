/** The palette. What goes wrong in a command is told in words; the stack is in the output. */
import * as vscode from 'vscode';
import type { Checker } from '../check/checker.ts';
import type { Findings } from '../check/findings.ts';
import type { AnalysisProcess } from '../check/process.ts';
import { Interrupted } from '../check/source.ts';
import type { Sources } from '../check/sources.ts';
import { errorMessage, errorStack } from '../errors.ts';
import { afterFix } from '../fixes/actions.ts';
import type { FixAll } from '../fixes/fix-all.ts';
import { RuntimeOffer } from '../fixes/runtime-offer.ts';
import type { Scenarios } from '../scenarios/scenarios.ts';
import { type State, showFailure } from '../status.ts';
import type { RaceTests } from '../testing/controller.ts';
import { exampleCommands } from '../walkthrough/examples.ts';
import { addRuntime } from './add-runtime.ts';
import { checkWorkspace } from './check-workspace.ts';
import { explainRule } from './explain-rule.ts';
import { fixAllInFile } from './fix-all-in-file.ts';

export interface Parts {
  readonly context: vscode.ExtensionContext;
  readonly log: vscode.LogOutputChannel;
  readonly findings: Findings;
  readonly process: AnalysisProcess;
  readonly sources: Sources;
  readonly checker: Checker;
  readonly fixAll: FixAll;
  readonly scenarios: Scenarios;
  readonly tests: RaceTests;
  state(): State;
  /** Starts everything anew. */
  renew(): void;
}

export function registerCommands(parts: Parts): vscode.Disposable {
  const { context, log, findings, process, sources, checker, fixAll, scenarios, tests } = parts;
  const offer = new RuntimeOffer(process, context.workspaceState, (folder) => addRuntime(process, folder));
  // Not awaited: the editor shows an action as running until its command ends, and the user takes time to answer.
  const after = (uri: vscode.Uri) => {
    offer.after(uri).catch((error: unknown) => tell(error, log));
  };
  const handlers: Readonly<Record<string, (argument: unknown) => unknown>> = {
    'raceguard.checkWorkspace': () => checkWorkspace(process, findings, log),
    'raceguard.fixAllInFile': () => fixAllInFile(fixAll, checker, after),
    'raceguard.explainRule': (rule) => explainRule(context.extensionUri, findings, rule),
    'raceguard.addRuntime': () => addRuntime(process),
    'raceguard.runScenario': (id) => scenarios.run(id),
    'raceguard.showOutput': () => log.show(),
    ...tests.commands,
    ...exampleCommands(context.extensionUri),
    'raceguard.restart': async () => {
      // A plugin that could not answer comes back only with its server.
      if (sources.serverIsGone) await vscode.commands.executeCommand('typescript.restartTsServer');
      parts.renew();
    },
    [showFailure]: () => show(parts.state().detail, log, ['Restart']),
    [afterFix]: () => {
      const uri = vscode.window.activeTextEditor?.document.uri;
      return uri && after(uri);
    },
  };
  return vscode.Disposable.from(
    ...Object.entries(handlers).map(([name, handler]) =>
      vscode.commands.registerCommand(name, async (argument: unknown) => {
        try {
          return await handler(argument);
        } catch (error) {
          tell(error, log);
          return undefined;
        }
      }),
    ),
  );
}

function tell(error: unknown, log: vscode.LogOutputChannel): void {
  if (error instanceof Interrupted) return;
  log.error(errorStack(error));
  show(errorMessage(error), log, []);
}

function show(message: string, log: vscode.LogOutputChannel, buttons: readonly string[]): void {
  void vscode.window.showErrorMessage(message, ...buttons, 'Show Output').then((button) => {
    if (button === 'Show Output') log.show();
    if (button === 'Restart') void vscode.commands.executeCommand('raceguard.restart');
  });
}
