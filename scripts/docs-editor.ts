/** The README's tables of commands and settings, from what package.json contributes to VS Code. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { markdownTable } from './markdown-table.ts';

interface Contributions {
  readonly commands: readonly { readonly command: string; readonly title: string; readonly category: string }[];
  readonly configuration: {
    readonly properties: Readonly<Record<string, { readonly default: unknown; readonly markdownDescription: string }>>;
  };
}

function contributions(root: string): Contributions {
  return JSON.parse(readFileSync(join(root, 'package.json'), 'utf8')).contributes;
}

export function settingsTable(root: string): string {
  const rows = Object.entries(contributions(root).configuration.properties).map(([name, setting]) => [
    `\`${name}\``,
    `\`${JSON.stringify(setting.default)}\``,
    setting.markdownDescription,
  ]);
  return markdownTable(['setting', 'default', ''], rows);
}

export function commandsTable(root: string): string {
  const said = (command: string) => commandNotes[command];
  const rows = contributions(root).commands.map(({ command, title, category }) => {
    const note = said(command);
    if (!note) throw new Error(`scripts/docs.ts says nothing about the command ${command}. Add a line.`);
    return [`*${category}: ${title}*`, note];
  });
  return markdownTable(['command', ''], rows);
}

const commandNotes: Readonly<Record<string, string>> = {
  'raceguard.checkWorkspace':
    'Checks every project of the workspace. What it finds stays in Problems until a file changes.',
  'raceguard.fixAllInFile': 'Applies all safe fixes of the file, as one step of undo.',
  'raceguard.explainRule': "Opens a rule's page: of the finding at the cursor, else of one that you choose.",
  'raceguard.runScenario':
    'Runs a race that comes with Raceguard, under every order of its steps, and shows step by step how it goes wrong.',
  'raceguard.addRuntime': 'Puts `@raceguard/runtime` into `.raceguard/` and package.json. Needs no registry.',
  'raceguard.showTests':
    'Opens the Testing view, where the scenarios stand under *Raceguard*, and the `*.race.ts` programs of a trusted workspace.',
  'raceguard.replaySchedule': 'Runs one schedule again, by the string that a failure has printed, and draws it.',
  'raceguard.drawSchedule': 'In the Testing view: draws the schedule that a program failed under.',
  'raceguard.runUntrusted':
    "In the Testing view of a workspace that isn't trusted: runs a scenario; the editor itself would ask for trust first.",
  'raceguard.openExample': 'Opens a small program with a race, to be fixed by the lightbulb.',
  'raceguard.newRaceFile':
    'Begins a `*.race.ts` with two programs for the explorer: one loses a deposit, one has a lock.',
  'raceguard.newWorkflow': 'Begins a GitHub Actions workflow that checks and explores every change.',
  'raceguard.restart': 'Starts the analysis process anew and checks again.',
  'raceguard.showOutput': 'Shows what Raceguard did, and why something failed.',
};
