/** The panel of scenarios, one for all of them: a page that shows a run, and what the user does in it. */
import * as vscode from 'vscode';
import type { Picture, RunRequest } from '../../protocol/runner.ts';
import { slashed } from '../../workspace/paths.ts';
import { errorMessage, errorStack } from '../errors.ts';
import { CurrentRun } from './current-run.ts';
import { saveSvg } from './export-svg.ts';
import { linesOf } from './lines.ts';
import { marksOf } from './marks.ts';
import { type About, type FromPage, fromPage, type ToPage } from './messages.ts';
import type { Ended } from './model.ts';
import { pageOf } from './page.ts';
import type { RunPrograms } from './run.ts';
import { restored } from './saved.ts';
import type { SourceView } from './source-view.ts';

/** As package.json's activation events have it. */
export const viewType = 'raceguard.scenario';

export interface PanelParts {
  readonly extension: vscode.Uri;
  readonly log: vscode.LogOutputChannel;
  /** See `Saved`. */
  readonly made: string;
  readonly source: SourceView;
  readonly runPrograms: RunPrograms;
  /** The picture as a file. */
  readonly svg: (picture: Picture) => string;
}

/** A run that took place elsewhere: in the Testing view. */
export interface Shown {
  readonly about: About;
  /** What the panel asks for when the user runs it again, or replays one of its schedules. */
  readonly request: RunRequest;
  readonly results: readonly Ended[];
}

export class ScenarioPanel implements vscode.Disposable {
  private readonly parts: PanelParts;
  private readonly current: CurrentRun;
  private panel: vscode.WebviewPanel | undefined;

  constructor(parts: PanelParts) {
    this.parts = parts;
    this.current = new CurrentRun(parts.runPrograms, {
      changed: () => this.tell(),
      event: (event) => {
        this.post({ type: 'event', event });
        if (event.event === 'ended') void this.tellLines();
      },
    });
  }

  /** Opens the panel and starts at once; what ran before is cancelled. Resolves when nothing of the run is left. */
  async start(about: About, request: RunRequest): Promise<void> {
    await this.current.start(about, request, () => this.open(about, request));
  }

  /** Opens the panel with what came of a run. */
  async show({ about, request, results }: Shown): Promise<void> {
    this.current.showResults(about, request, results);
    await this.open(about, request);
  }

  /** After a reload of the window: what it showed then comes back. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const before = restored(saved, this.parts.made);
    if (!before || this.panel) {
      panel.dispose();
      return;
    }
    this.current.show(before.about, before.run);
    this.adopt(panel);
  }

  dispose(): void {
    this.current.cancel();
    this.panel?.dispose();
  }

  private async open(about: About, request: RunRequest): Promise<void> {
    const { extension, source } = this.parts;
    const file = sourceOf(request, extension);
    if (!this.panel) {
      await source.open(file, undefined);
      // Another call may have been quicker.
      if (!this.panel) {
        const column = { viewColumn: vscode.ViewColumn.Beside, preserveFocus: false };
        this.adopt(vscode.window.createWebviewPanel(viewType, about.title, column));
        return;
      }
    }
    this.panel.title = about.title;
    this.panel.reveal(undefined, false);
    await source.open(file, this.panel.viewColumn);
  }

  private adopt(panel: vscode.WebviewPanel): void {
    this.panel = panel;
    const { extension, log, source } = this.parts;
    panel.iconPath = vscode.Uri.joinPath(extension, 'docs', 'icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'panel')],
    };
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.current.cancel();
      source.clear();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) source.clear();
    });
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const known = fromPage(message);
      if (!known || this.panel !== panel) return;
      try {
        await this.handle(known);
      } catch (error) {
        log.error(errorStack(error));
        void vscode.window.showErrorMessage(errorMessage(error));
      }
    });
    panel.webview.html = pageOf(panel.webview, extension);
  }

  private async handle(message: FromPage): Promise<void> {
    const { current } = this;
    const part = 'part' in message ? current.part(message.part) : undefined;
    const explored = part?.result?.explored;
    switch (message.type) {
      case 'ready':
        return this.tell();
      case 'cancel':
        return current.cancel();
      case 'again':
        return current.again();
      case 'replay':
        return part && current.replay({ ...part.subject, version: message.version }, message.choices.trim());
      case 'at':
        return this.look(explored?.picture, message.step, message.moved);
      case 'copyReplay':
        if (!explored) return;
        await vscode.env.clipboard.writeText(explored.replay);
        vscode.window.setStatusBarMessage('The replay string is in the clipboard.', 3000);
        return;
      case 'exportSvg':
        return explored && saveSvg(this.parts.svg(explored.picture), current.about?.title ?? 'schedule');
      case 'explainRule':
        if (current.about?.rules.includes(message.code))
          await vscode.commands.executeCommand('raceguard.explainRule', message.code);
        return;
    }
  }

  /** Marks in the source what the step does; where there is none, or no line of the program stands behind it, nothing. */
  private async look(picture: Picture | undefined, n: number, moved: boolean): Promise<void> {
    const { source } = this.parts;
    const step = picture?.steps[n - 1];
    const marks = picture && step && marksOf(picture, step);
    if (!marks) source.clear();
    // A panel that comes into view again opens nothing over what the user reads.
    else if (moved || source.isShown(marks.file)) await source.mark(marks, this.panel?.viewColumn);
  }

  private tell(): void {
    const { about, run } = this.current;
    if (!about || !run) return;
    void this.tellLines();
    this.post({ type: 'show', about, run, made: this.parts.made });
  }

  private async tellLines(): Promise<void> {
    const { run } = this.current;
    const lines = run && (await linesOf(run));
    if (lines && this.current.run?.id === run.id) this.post({ type: 'lines', lines });
  }

  /** A page that isn't shown is gone; it asks anew when it is there again. */
  private post(message: ToPage): void {
    if (this.panel?.visible) void this.panel.webview.postMessage(message);
  }
}

/** What is shown first. */
function sourceOf(request: RunRequest, extension: vscode.Uri): string {
  if (request.run === 'file') return request.file;
  return slashed(vscode.Uri.joinPath(extension, 'dist', 'scenarios', request.id, 'unsafe.ts').fsPath);
}
