/**
 * Over the code of every step of a witness, how its two calls interleave. Over the finding itself the editor shows its
 * message and the witness already.
 */
import * as vscode from 'vscode';
import type { WireFinding, WireStep } from '../protocol/messages.ts';
import type { Checker } from './check/checker.ts';
import type { Findings } from './check/findings.ts';
import { pageOf, toRange } from './diagnostics.ts';
import { lanes } from './lanes.ts';
import { rangeOf } from './plain.ts';

export class WitnessHover implements vscode.HoverProvider {
  private readonly findings: Findings;
  private readonly checker: Checker;

  constructor(findings: Findings, checker: Checker) {
    this.findings = findings;
    this.checker = checker;
  }

  provideHover(document: vscode.TextDocument, position: vscode.Position): vscode.Hover | undefined {
    if (!this.checker.isFresh(document)) return undefined;
    const found = this.findings.of(document.uri.toString())?.findings ?? [];
    const shown = found.flatMap((finding) => {
      if (toRange(rangeOf(finding.place)).contains(position)) return [];
      const steps = finding.witness.filter(
        ({ place }) => place.file === finding.place.file && toRange(rangeOf(place)).contains(position),
      );
      return steps[0] ? [{ finding, range: toRange(rangeOf(steps[0].place)) }] : [];
    });
    if (!shown[0]) return undefined;
    return new vscode.Hover(
      shown.map(({ finding }) => markdown(document, finding)),
      shown[0].range,
    );
  }
}

function markdown(document: vscode.TextDocument, finding: WireFinding): vscode.MarkdownString {
  const own = finding.place.file;
  const link = ({ place }: WireStep) => {
    const uri = place.file === own ? document.uri : vscode.Uri.file(place.file);
    return uri.with({ fragment: `${place.line},${place.column}` }).toString();
  };
  const elsewhere = ({ place }: WireStep) => (place.file === own ? undefined : place.file.split('/').at(-1));
  const text = new vscode.MarkdownString(
    `${finding.message} raceguard([${finding.code}](${pageOf(finding.rule)}))\n\n${lanes(finding.witness, link, elsewhere)}`,
  );
  text.isTrusted = { enabledCommands: ['raceguard.explainRule'] };
  return text;
}
