/** What the Testing view shows of a failure: its title, what one may do about it, and the order of steps. */
import * as vscode from 'vscode';
import type { Place } from '../../protocol/runner.ts';
import { type Complaint, forCodeBlock } from './tell.ts';

/** As package.json has them. */
export const drawCommand = 'raceguard.drawSchedule';
export const replayCommand = 'raceguard.replaySchedule';
/** What a message that has a schedule carries, as package.json's menus have it. */
const scheduleContext = 'raceguard.schedule';

/** The first line is shown at the end of the line in the editor, all of it below that. */
export function messageOf({ title, text, place, replay }: Complaint, item: vscode.TestItem): vscode.TestMessage {
  const markdown = new vscode.MarkdownString();
  markdown.appendText(title);
  if (replay !== undefined) {
    const argument = encodeURIComponent(JSON.stringify([{ item: item.id, replay }]));
    markdown.isTrusted = { enabledCommands: [drawCommand, replayCommand] };
    markdown.appendMarkdown(
      `\n\n[Draw this schedule](command:${drawCommand}?${argument}) · [replay it](command:${replayCommand}?${argument})`,
    );
  }
  markdown.appendMarkdown('\n\n');
  markdown.appendCodeblock(forCodeBlock(text), 'text');
  const message = new vscode.TestMessage(markdown);
  const location = (place && locationAt(place, item)) ?? locationOf(item);
  if (location) message.location = location;
  if (replay !== undefined) message.contextValue = scheduleContext;
  return message;
}

/** Sources of scenarios are shown as their items name them: read-only, and by the last two parts of their path. */
function locationAt({ file, line, column }: Place, { uri }: vscode.TestItem): vscode.Location {
  const source =
    uri && uri.scheme !== 'file' ? uri.with({ path: `/${file.split('/').slice(-2).join('/')}` }) : undefined;
  return new vscode.Location(source ?? vscode.Uri.file(file), new vscode.Position(line - 1, column - 1));
}

export function locationOf(item: vscode.TestItem): vscode.Location | undefined {
  return item.uri && item.range ? new vscode.Location(item.uri, item.range) : undefined;
}
