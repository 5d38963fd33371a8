/** The lightbulb: the fixes of findings at the cursor, all safe ones of the file, and comments that disable. */
import * as vscode from 'vscode';
import type { FixTier, WireFinding } from '../../protocol/messages.ts';
import type { Checker } from '../check/checker.ts';
import type { Findings } from '../check/findings.ts';
import type { Sources } from '../check/sources.ts';
import { source, toRange } from '../diagnostics.ts';
import { errorMessage, errorStack } from '../errors.ts';
import { meets, rangeOf } from '../plain.ts';
import { signalOf } from '../tokens.ts';
import { disableFile, disableLine, type Insertion, REASON } from './disable.ts';
import { workspaceEdit } from './edit.ts';
import type { FixAll } from './fix-all.ts';

export const fixAllKind = vscode.CodeActionKind.SourceFixAll.append('raceguard');
export const providedKinds = [vscode.CodeActionKind.QuickFix, fixAllKind];
/** Runs behind an action; not in the palette. */
export const afterFix = 'raceguard.afterFix';

type Make = (signal: AbortSignal) => Promise<vscode.WorkspaceEdit | undefined>;

/** Its edit is made when it is chosen. */
class LazyAction extends vscode.CodeAction {
  readonly document: vscode.TextDocument;
  readonly version: number;
  readonly make: Make;

  constructor(title: string, kind: vscode.CodeActionKind, document: vscode.TextDocument, make: Make) {
    super(title, kind);
    this.document = document;
    this.version = document.version;
    this.make = make;
    // Without arguments: the editor forgets those with the list of actions, which can be gone before they are used.
    this.command = { command: afterFix, title: '' };
  }
}

const remarks: Readonly<Record<FixTier, string>> = {
  safe: '',
  suggestion: ' (suggestion: look at what it changes)',
  dangerous: ' (dangerous: may change more than you want)',
};
const order: readonly FixTier[] = ['safe', 'suggestion', 'dangerous'];

export class Actions implements vscode.CodeActionProvider {
  private readonly sources: Sources;
  private readonly checker: Checker;
  private readonly findings: Findings;
  private readonly fixAll: FixAll;
  private readonly log: vscode.LogOutputChannel;

  constructor(sources: Sources, checker: Checker, findings: Findings, fixAll: FixAll, log: vscode.LogOutputChannel) {
    this.sources = sources;
    this.checker = checker;
    this.findings = findings;
    this.fixAll = fixAll;
    this.log = log;
  }

  async provideCodeActions(
    document: vscode.TextDocument,
    range: vscode.Range,
    { only, triggerKind, diagnostics }: vscode.CodeActionContext,
    token: vscode.CancellationToken,
  ): Promise<vscode.CodeAction[]> {
    const wantsAll = only !== undefined && fixAllKind.intersects(only) && only.value !== '';
    const wantsFixes = !only || only.contains(vscode.CodeActionKind.QuickFix);
    if (!wantsAll && !wantsFixes) return [];
    if (!this.checker.isFresh(document)) {
      // The lightbulb that comes by itself comes again with the new findings.
      if (!wantsAll && triggerKind === vscode.CodeActionTriggerKind.Automatic) return [];
      await this.checker.current(document);
      if (token.isCancellationRequested || !this.checker.isFresh(document)) return [];
    }
    if (wantsAll) return this.fixAll.known(document) ? [this.allOf(document, fixAllKind)] : [];
    const found = this.findings.of(document.uri.toString())?.findings ?? [];
    const here = found.filter((finding) => meets(rangeOf(finding.place), range));
    if (!here.length) return [];
    const shownFor = (finding: WireFinding) =>
      diagnostics.filter((d) => d.source === source && d.range.isEqual(toRange(rangeOf(finding.place))));
    return [
      ...here.flatMap((finding) => this.fixesOf(document, finding, shownFor(finding))),
      ...this.allOfFile(document, here, here.flatMap(shownFor)),
      ...here.flatMap((finding) => this.disablesOf(document, finding, shownFor(finding))),
    ];
  }

  async resolveCodeAction(action: vscode.CodeAction, token: vscode.CancellationToken): Promise<vscode.CodeAction> {
    if (!(action instanceof LazyAction)) return action;
    try {
      const edit = action.document.version === action.version ? await action.make(signalOf(token)) : undefined;
      if (edit) action.edit = edit;
      else if (!token.isCancellationRequested) this.tell('The code has changed meanwhile. Try again.');
    } catch (error) {
      if (token.isCancellationRequested) return action;
      this.log.error(errorStack(error));
      this.tell(`The fix could not be made: ${errorMessage(error)}`);
    }
    return action;
  }

  private fixesOf(
    document: vscode.TextDocument,
    finding: WireFinding,
    diagnostics: vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    const fixes = order.flatMap((tier) => finding.fixes.filter((fix) => fix.tier === tier));
    return fixes.map(({ title, tier }, i) => {
      const make: Make = async (signal) => {
        const request = { file: finding.place.file, code: finding.code, place: finding.place, title };
        const answer = await this.sources.ask(document, (asked) => asked.fix(document, request, signal));
        if (answer.state === 'failed') throw new Error(answer.message);
        return answer.state === 'made' ? workspaceEdit(answer.edits, document, finding.place.file) : undefined;
      };
      const action = new LazyAction(`${title}${remarks[tier]}`, vscode.CodeActionKind.QuickFix, document, make);
      action.diagnostics = diagnostics;
      action.isPreferred = tier === 'safe' && i === 0;
      return action;
    });
  }

  /** Where there is more than the one that is offered anyway. */
  private allOfFile(
    document: vscode.TextDocument,
    here: readonly WireFinding[],
    diagnostics: vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    const total = this.fixAll.known(document);
    const rules = [...new Set(here.map((finding) => finding.rule))];
    const ofRules = rules.flatMap((rule) => {
      const count = this.fixAll.known(document, rule);
      return count > 1 && count < total ? [this.allOf(document, vscode.CodeActionKind.QuickFix, rule)] : [];
    });
    const all = [...ofRules, ...(total > 1 ? [this.allOf(document, vscode.CodeActionKind.QuickFix)] : [])];
    // The editor puts actions without diagnostics behind those that disable.
    for (const action of all) action.diagnostics = diagnostics;
    return all;
  }

  private allOf(document: vscode.TextDocument, kind: vscode.CodeActionKind, rule?: string): vscode.CodeAction {
    const title = rule ? `Fix all ${rule} in this file` : 'Fix all races in this file (safe fixes)';
    return new LazyAction(
      title,
      kind,
      document,
      async (signal) => (await this.fixAll.make(document, signal, rule))?.edit,
    );
  }

  private disablesOf(
    document: vscode.TextDocument,
    finding: WireFinding,
    diagnostics: vscode.Diagnostic[],
  ): vscode.CodeAction[] {
    const lineAt = (line: number) => document.lineAt(line).text;
    const line = disableLine(lineAt, finding);
    const named: [string, Insertion][] = [
      ...(line ? ([[`Disable ${finding.rule} for this line`, line]] as [string, Insertion][]) : []),
      [`Disable ${finding.rule} for this file`, disableFile(lineAt, finding.rule)],
    ];
    return named.map(([title, insertion]) => {
      const action = new vscode.CodeAction(title, vscode.CodeActionKind.QuickFix);
      action.diagnostics = diagnostics;
      action.edit = new vscode.WorkspaceEdit();
      action.edit.set(document.uri, [snippetOf(insertion)]);
      return action;
    });
  }

  private tell(message: string): void {
    void vscode.window.showWarningMessage(message);
  }
}

/** The place of the reason is selected, ready to be written over. */
function snippetOf({ line, character, text }: Insertion): vscode.SnippetTextEdit {
  const snippet = new vscode.SnippetString();
  const at = text.indexOf(REASON);
  if (at < 0) snippet.appendText(text);
  else
    snippet
      .appendText(text.slice(0, at))
      .appendPlaceholder(REASON)
      .appendText(text.slice(at + REASON.length));
  return vscode.SnippetTextEdit.insert(new vscode.Position(line, character), snippet);
}
