/** `--format github`: workflow commands, which GitHub shows as annotations on the changed lines. */

import type { Place } from '../workspace/findings.ts';
import { isWithin, shown, slashed } from '../workspace/paths.ts';
import type { CheckReport } from './report.ts';

const commands = { error: 'error', warning: 'warning', info: 'notice' } as const;

/** `workspace` is the checkout's root (GITHUB_WORKSPACE): annotations are matched by paths from there. */
export function formatGithub(report: CheckReport, workspace: string | undefined): string {
  const root = workspace && isWithin(report.cwd, slashed(workspace)) ? slashed(workspace) : report.cwd;
  const lines = report.findings.map((finding) => {
    const steps = finding.witness.map(({ invocation, place, text }, i) => {
      const where =
        place.file === finding.place.file ? `line ${place.line}` : `${shown(root, place.file)}:${place.line}`;
      return `${i + 1}. ${invocation}, ${where}: ${text}`;
    });
    const message = [finding.message, ...(steps.length ? ['', ...steps] : [])].join('\n');
    return command(commands[finding.severity], finding.place, `${finding.code} ${finding.rule}`, message, root);
  });
  for (const problem of report.problems)
    lines.push(
      command(
        problem.level,
        problem.place,
        problem.rule ? `Raceguard: ${problem.rule}` : 'Raceguard',
        problem.message,
        root,
      ),
    );
  return lines.map((line) => `${line}\n`).join('');
}

function command(name: string, place: Place | undefined, title: string, message: string, root: string): string {
  const fields = place
    ? {
        file: shown(root, place.file),
        line: place.line,
        endLine: place.endLine,
        col: place.column,
        endColumn: place.endColumn,
        title,
      }
    : { title };
  const list = Object.entries(fields).map(([key, value]) => `${key}=${escapeProperty(String(value))}`);
  return `::${name} ${list.join(',')}::${escapeData(message)}`;
}

function escapeData(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A');
}

function escapeProperty(text: string): string {
  return escapeData(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}
