/** A witness as a table with a column for each invocation, so that one sees how they interleave. */
import type { WireStep } from '../protocol/messages.ts';

/** Markdown. `link`: a URI that opens the step's place; `elsewhere`: the name of its file where it is another one. */
export function lanes(
  steps: readonly WireStep[],
  link: (step: WireStep) => string,
  elsewhere: (step: WireStep) => string | undefined,
): string {
  const rows = steps.map((step, i) => {
    const file = elsewhere(step);
    const text = `[${escaped(step.text)}](${link(step)})${file ? ` in ${escaped(file)}` : ''}`;
    return `| ${i + 1} | ${step.invocation === 'A' ? `${text} | ` : ` | ${text}`} |`;
  });
  return ['|   | A | B |', '| --- | :-- | :-- |', ...rows].join('\n');
}

export function escaped(text: string): string {
  return text.replace(/[\\`*_{}[\]()#+\-.!|<>~$&]/g, '\\$&').replace(/\s+/g, ' ');
}
