/** The interleaving that goes wrong, as a table: step, invocation, line (with its file where that is another), what. */

import type { ReportedFinding } from '../workspace/findings.ts';
import { shown } from '../workspace/paths.ts';
import { paintCode, type View, wrap } from './style.ts';

export function witnessTable(finding: ReportedFinding, cwd: string, { paint, width }: View): string[] {
  const places = finding.witness.map(({ place }) =>
    place.file === finding.place.file ? String(place.line) : `${shown(cwd, place.file)}:${place.line}`,
  );
  const numbers = String(finding.witness.length).length;
  const widest = Math.max(0, ...places.map((p) => p.length));
  const elsewhere = places.some((p) => p.includes(':'));
  const indent = 3 + numbers + 2 + 1 + 2 + widest + 2;
  return finding.witness.flatMap(({ invocation, text }, i) => {
    const who = invocation === 'A' ? paint.cyan : paint.magenta;
    const place = elsewhere ? places[i]!.padEnd(widest) : places[i]!.padStart(widest);
    const [first = '', ...rest] = wrap(text, width && Math.max(width - indent, 24)).map((line) =>
      paintCode(paint, line),
    );
    return [
      `   ${paint.dim(String(i + 1).padStart(numbers))}  ${paint.bold(who(invocation))}  ${paint.dim(place)}  ${first}`,
      ...rest.map((line) => ' '.repeat(indent) + line),
    ];
  });
}
