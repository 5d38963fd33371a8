/** Sends a report to the right streams: what was asked for to stdout, what is said about the run to stderr. */

import { shown } from '../workspace/paths.ts';
import type { CheckArgs } from './args.ts';
import { formatGithub } from './github.ts';
import type { Io } from './io.ts';
import { formatJson } from './json.ts';
import { type CheckReport, countBySeverity } from './report.ts';
import { paintCode, paintSeverity, type View, viewOf } from './style.ts';
import { formatSummary, formatText, plural } from './text.ts';
import { formatTiming } from './timing.ts';

/** A monorepo of a hundred packages repeats itself. */
const mostNotes = 5;

export function printReport(report: CheckReport, args: CheckArgs, io: Io): void {
  const out = viewOf(io.stdout, io.env, args.color, args.verbose);
  const err = viewOf(io.stderr, io.env, args.color, args.verbose);
  io.stderr.write(notes(report, err));
  if (args.dryRun) {
    // The diff alone, so that it can be piped into `git apply`.
    if (args.format === 'text') io.stdout.write(paintDiff(report.fixed?.diff ?? '', out));
    else io.stderr.write(paintDiff(report.fixed?.diff ?? '', err));
  }
  if (args.format === 'json') io.stdout.write(formatJson(report));
  else if (args.format === 'github') io.stdout.write(formatGithub(report, io.env.GITHUB_WORKSPACE));
  else if (args.dryRun) io.stderr.write(problems(report, err) + formatSummary(report, err));
  else io.stdout.write(formatText(report, out));
  // Programs read stdout; people who read the log still learn how it went.
  if (args.format === 'github') io.stderr.write(formatSummary(report, err));
  if (args.format === 'json') io.stderr.write(problems(report, err));
  if (args.timing) (args.format === 'text' ? io.stdout : io.stderr).write(`\n${formatTiming(report, out.paint)}`);
  io.stderr.write(afterwords(report, args, err));
}

function notes(report: CheckReport, { paint, verbose }: View): string {
  const told = report.notes.filter((n) => n.level !== 'info' || verbose);
  const lines = told.slice(0, verbose ? undefined : mostNotes).map(({ level, message, file, line }) => {
    const place = file ? `${shown(report.cwd, file)}${line ? `:${line}` : ''}: ` : '';
    return `${paintSeverity(paint, level)(level)}  ${message.includes(place.slice(0, -2)) ? '' : place}${paintCode(paint, message)}\n`;
  });
  const more = told.length - lines.length;
  if (more) lines.push(paint.dim(`… and ${plural(more, 'note')} more; --verbose shows all\n`));
  return lines.length ? `${lines.join('')}\n` : '';
}

function problems(report: CheckReport, { paint, verbose }: View): string {
  return report.problems
    .map(({ level, message, place, detail }) => {
      const at = place ? `${shown(report.cwd, place.file)}:${place.line}:${place.column}  ` : '';
      return `${at}${paintSeverity(paint, level)(level)}  ${message}\n${verbose && detail ? `${detail}\n` : ''}`;
    })
    .join('');
}

function afterwords({ fixed, cwd, ...report }: CheckReport, args: CheckArgs, { paint }: View): string {
  const lines: string[] = [];
  if (fixed?.runtimeMissing.length) {
    const folders = fixed.runtimeMissing.map((folder) => shown(cwd, folder));
    const commands = folders.map((f) => paint.bold(`raceguard add-runtime${f === '.' ? '' : ` ${f}`}`)).join(' and ');
    lines.push(`The fixes import @raceguard/runtime, which is not installed yet: run ${commands}.`);
  }
  if (fixed?.unstable) lines.push('Fixes were still coming after ten rounds, so the rest was left. Please report it.');
  const { warning, error } = countBySeverity({ ...report, fixed, cwd });
  if (args.maxWarnings !== undefined && !error && warning > args.maxWarnings)
    lines.push(`Raceguard found ${plural(warning, 'warning')}; --max-warnings allows ${args.maxWarnings}.`);
  return lines.map((line) => `${line}\n`).join('');
}

function paintDiff(diff: string, { paint }: View): string {
  return diff
    .split('\n')
    .map((line) => {
      if (/^(---|\+\+\+) /.test(line)) return paint.bold(line);
      if (line.startsWith('@@')) return paint.cyan(line);
      if (line.startsWith('+')) return paint.green(line);
      return line.startsWith('-') ? paint.red(line) : line;
    })
    .join('\n');
}
