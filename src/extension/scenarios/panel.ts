/** The panel of scenarios, one for all of them: it runs what it is asked to and shows what came of it. */
import { randomUUID } from 'node:crypto';
import * as vscode from 'vscode';
import type { Picture, RunEvent, RunRequest, RunResult, Subject } from '../../protocol/runner.ts';
import { slashed } from '../../workspace/paths.ts';
import { saveSvg } from './export-svg.ts';
import { linesOf } from './lines.ts';
import { marksOf } from './marks.ts';
import { type About, type FromPage, fromPage, type ToPage } from './messages.ts';
import { begun, finished, type Part, partKey, type Run, reduce, replayOf } from './model.ts';
import { pageOf } from './page.ts';
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
  /** As src/runner/client.ts has it, with what it needs to know of this editor. */
  readonly runPrograms: (
    request: RunRequest,
    options: { readonly signal: AbortSignal; readonly onEvent: (event: RunEvent) => void },
  ) => Promise<void>;
  /** The picture as a file. */
  readonly svg: (picture: Picture) => string;
}

/** A run that took place elsewhere: in the Testing view. */
export interface Shown {
  readonly about: About;
  /** What the panel asks for when the user runs it again, or replays one of its schedules. */
  readonly request: RunRequest;
  readonly results: readonly { readonly subject: Subject; readonly result: RunResult }[];
}

export class ScenarioPanel implements vscode.Disposable {
  private readonly parts: PanelParts;
  private panel: vscode.WebviewPanel | undefined;
  private about: About | undefined;
  /** What *Run Again* runs, also after a replay of one schedule. */
  private whole: RunRequest | undefined;
  private run: Run | undefined;
  /** Of the run that goes on. */
  private running: AbortController | undefined;

  constructor(parts: PanelParts) {
    this.parts = parts;
  }

  /** Opens the panel and starts at once; what ran before is cancelled. Resolves when nothing of the run is left. */
  async start(about: About, request: RunRequest): Promise<void> {
    this.about = about;
    this.whole = request;
    const mine = this.begin(request);
    await this.open(about, request);
    await this.execute(request, mine);
  }

  /** Opens the panel with what came of a run. */
  async show({ about, request, results }: Shown): Promise<void> {
    this.running?.abort();
    this.running = undefined;
    this.about = about;
    this.whole = request;
    this.run = finished(randomUUID(), request, results);
    await this.open(about, request);
    this.tell();
  }

  /** After a reload of the window: what it showed then comes back. */
  restore(panel: vscode.WebviewPanel, saved: unknown): void {
    const { about, run } = restored(saved, this.parts.made) ?? {};
    if (!about || !run || this.panel) {
      panel.dispose();
      return;
    }
    this.about = about;
    this.whole = run.whole;
    this.run = run;
    this.adopt(panel);
  }

  dispose(): void {
    this.running?.abort();
    this.panel?.dispose();
  }

  /** Cancels what runs. The run that begins is the one to show from now on. */
  private begin(request: RunRequest): AbortController {
    this.running?.abort();
    this.running = new AbortController();
    this.run = begun(randomUUID(), request, this.whole ?? request);
    this.tell();
    return this.running;
  }

  private async execute(request: RunRequest, mine = this.begin(request)): Promise<void> {
    await this.parts.runPrograms(request, {
      signal: mine.signal,
      onEvent: (event) => {
        // What an older run still tells is about what nobody looks at any more.
        if (this.running !== mine || !this.run) return;
        this.run = reduce(this.run, event);
        this.post({ type: 'event', event });
        if (event.event === 'ended') void this.tellLines();
      },
    });
    if (this.running === mine) this.running = undefined;
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
    const { extension, log } = this.parts;
    panel.iconPath = vscode.Uri.joinPath(extension, 'docs', 'icon.png');
    panel.webview.options = {
      enableScripts: true,
      localResourceRoots: [vscode.Uri.joinPath(extension, 'dist', 'panel')],
    };
    panel.onDidDispose(() => {
      if (this.panel !== panel) return;
      this.panel = undefined;
      this.running?.abort();
      this.parts.source.clear();
    });
    panel.onDidChangeViewState(() => {
      if (!panel.visible) this.parts.source.clear();
    });
    panel.webview.onDidReceiveMessage(async (message: unknown) => {
      const known = fromPage(message);
      if (!known || this.panel !== panel) return;
      try {
        await this.handle(known);
      } catch (error) {
        log.error(error instanceof Error ? (error.stack ?? error.message) : String(error));
        void vscode.window.showErrorMessage(error instanceof Error ? error.message : String(error));
      }
    });
    panel.webview.html = pageOf(panel.webview, extension);
  }

  private async handle(message: FromPage): Promise<void> {
    switch (message.type) {
      case 'ready':
        return this.tell();
      case 'cancel':
        return this.running?.abort();
      case 'again':
        return this.whole && this.execute(this.whole);
      case 'replay': {
        const part = this.part(message.part);
        const subject = part && { ...part.subject, version: message.version };
        return subject && this.whole && this.execute(replayOf(this.whole, subject, message.choices.trim()));
      }
      case 'at':
        return this.look(message.part, message.step, message.moved);
      case 'copyReplay': {
        const replay = this.part(message.part)?.result?.explored?.replay;
        if (replay === undefined) return;
        await vscode.env.clipboard.writeText(replay);
        vscode.window.setStatusBarMessage('The replay string is in the clipboard.', 3000);
        return;
      }
      case 'exportSvg': {
        const picture = this.part(message.part)?.result?.explored?.picture;
        return picture && saveSvg(this.parts.svg(picture), this.about?.title ?? 'schedule');
      }
      case 'explainRule':
        if (this.about?.rules.includes(message.code))
          await vscode.commands.executeCommand('raceguard.explainRule', message.code);
        return;
    }
  }

  private part(key: string): Part | undefined {
    return this.run?.parts.find(({ subject }) => partKey(subject) === key);
  }

  /** Marks in the source what the step does; at 0, and where the step has no line, nothing. */
  private async look(key: string, n: number, moved: boolean): Promise<void> {
    const picture = this.part(key)?.result?.explored?.picture;
    const step = picture?.steps[n - 1];
    const marks = picture && step && marksOf(picture, step);
    if (!marks) this.parts.source.clear();
    // A panel that comes into view again opens nothing over what the user reads.
    else if (moved || this.parts.source.isShown(marks.file))
      await this.parts.source.mark(marks, this.panel?.viewColumn);
  }

  private tell(): void {
    if (!this.about || !this.run) return;
    void this.tellLines();
    this.post({ type: 'show', about: this.about, run: this.run, made: this.parts.made });
  }

  private async tellLines(): Promise<void> {
    const { run } = this;
    const lines = run && (await linesOf(run));
    if (this.run?.id === run?.id && lines) this.post({ type: 'lines', lines });
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
