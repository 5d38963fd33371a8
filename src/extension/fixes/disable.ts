/** Edits that put a comment which disables a finding. Text in, text out: nothing of the editor. */
import type { WireFinding } from '../../protocol/messages.ts';

export interface Insertion {
  /** From 0. */
  readonly line: number;
  readonly character: number;
  /** `REASON` in it is what the user is to write. */
  readonly text: string;
}

/** Stands where the user's reason goes. */
export const REASON = 'reason';

const above = /^(\s*(?:\/\/|\{?\/\*)\s*raceguard-disable-next-line\s+(?:[\w-]+(?:\s*,\s*)?)+)/;

/** `undefined` where no comment can stand. A comment above that disables another rule gets this one too. */
export function disableLine(lineAt: (line: number) => string, finding: WireFinding): Insertion | undefined {
  if (finding.commentAbove === 'none') return undefined;
  const line = finding.place.line - 1;
  const earlier = line > 0 ? above.exec(lineAt(line - 1))?.[1]?.trimEnd() : undefined;
  if (earlier) return { line: line - 1, character: earlier.length, text: `, ${finding.rule}` };
  const indent = /^[ \t]*/.exec(lineAt(line))?.[0] ?? '';
  const comment = `raceguard-disable-next-line ${finding.rule} -- ${REASON}`;
  const text = finding.commentAbove === 'jsx' ? `{/* ${comment} */}` : `// ${comment}`;
  return { line, character: 0, text: `${indent}${text}\n` };
}

/** At the head of the file, behind a `#!` line. */
export function disableFile(lineAt: (line: number) => string, rule: string): Insertion {
  const line = lineAt(0).startsWith('#!') ? 1 : 0;
  return { line, character: 0, text: `/* raceguard-disable ${rule} -- ${REASON} */\n` };
}
