/** What VS Code calls: it starts everything and hands out the API. */
import { performance } from 'node:perf_hooks';
import * as vscode from 'vscode';
import { slashed } from '../workspace/paths.ts';
import type { RaceguardApi } from './api.ts';
import { Checker } from './check/checker.ts';
import { Findings } from './check/findings.ts';
import { AnalysisProcess } from './check/process.ts';
import { Sources } from './check/sources.ts';
import { TsServer } from './check/tsserver.ts';
import { registerCommands } from './commands/commands.ts';
import { ConfigFiles } from './config-file.ts';
import { Diagnostics } from './diagnostics.ts';
import { selector } from './documents.ts';
import { Actions, providedKinds } from './fixes/actions.ts';
import { FixAll } from './fixes/fix-all.ts';
import { WitnessHover } from './hover.ts';
import { endRuns, runsOf } from './scenarios/run.ts';
import { scenarios } from './scenarios/scenarios.ts';
import { serviceClient } from './service.ts';
import { Status } from './status.ts';
import { RaceTests } from './testing/controller.ts';
import { DiskWatch } from './watch.ts';

export function activate(context: vscode.ExtensionContext): RaceguardApi {
  const started = performance.now();
  const log = vscode.window.createOutputChannel('Raceguard', { log: true });
  const findings = new Findings();
  const diagnostics = new Diagnostics(findings);
  let status: Status | undefined;
  const process = new AnalysisProcess(() => serviceClient(context.extensionUri, log, (why) => status?.failed(why)));
  const sources = new Sources(new TsServer(), process, log);
  const checker = new Checker(sources, findings, log);
  status = new Status(checker, sources);
  const fixAll = new FixAll(process, checker, findings);
  const renew = () => {
    sources.reset();
    process.renew();
    status?.failed(undefined);
    checker.all();
  };
  const runPrograms = runsOf(context.extensionUri);
  const races = scenarios(context, log, runPrograms);
  const tests = new RaceTests({ panel: races.panel, runPrograms });
  context.subscriptions.push(
    log,
    races,
    tests,
    diagnostics,
    process,
    checker,
    status,
    new ConfigFiles(() => {
      findings.workspaceUnknown();
      checker.all();
    }),
    new DiskWatch((files) => {
      process.changed(files.map((uri) => slashed(uri.fsPath)));
      for (const uri of files) findings.changed(uri.toString());
      checker.othersChanged();
    }),
    vscode.languages.registerCodeActionsProvider(selector, new Actions(sources, checker, findings, fixAll, log), {
      providedCodeActionKinds: providedKinds,
    }),
    vscode.languages.registerHoverProvider(selector, new WitnessHover(findings, checker)),
    vscode.workspace.onDidGrantWorkspaceTrust(renew),
    vscode.workspace.onDidChangeWorkspaceFolders(renew),
    vscode.workspace.onDidChangeConfiguration((event) => {
      if (event.affectsConfiguration('raceguard') || affectsNative(event)) checker.all();
    }),
    registerCommands({
      context,
      log,
      findings,
      process,
      sources,
      checker,
      fixAll,
      scenarios: races,
      tests,
      state: () => status.state,
      renew,
    }),
  );
  const activationMs = performance.now() - started;
  log.info(`Raceguard ${context.extension.packageJSON.version}, active after ${activationMs.toFixed(1)} ms.`);
  const { onDidChange } = status;
  return {
    activationMs,
    state: () => status.state,
    onDidChangeState: onDidChange,
    checked: async (uri) => checker.current(await vscode.workspace.openTextDocument(uri)),
    findings: (uri) => findings.of(uri.toString())?.findings ?? [],
  };
}

/** The window goes, or the extension is disabled. The editor waits a few seconds. */
export const deactivate = endRuns;

function affectsNative(event: vscode.ConfigurationChangeEvent): boolean {
  return ['js/ts', 'typescript'].some((section) => event.affectsConfiguration(`${section}.experimental.useTsgo`));
}
