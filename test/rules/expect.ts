/**
 * Expected findings are comments under the line they are reported on, the carets under the reported span:
 *
 *     if (!this.client) this.client = await connect();
 *     //   ^^^^^^^^^^^ RG101 `this.client` can be initialised twice
 *
 * The text is how the message starts. A span that starts where the comment's own `//` stands is written `// <- RG101 …`;
 * its length is not checked. Of a span over several lines the carets mark what lies on the first one. In JSX the
 * comment is `{/* … *\/}`.
 */

export interface Expectation {
  /** In the stripped text, counted from 1. */
  readonly line: number;
  readonly column: number;
  /** On the same line; undefined after `<-`. */
  readonly endColumn: number | undefined;
  readonly code: string;
  readonly message: string;
}

export interface Expected {
  /** The program without the comments: what is checked and fixed. */
  readonly text: string;
  readonly expectations: readonly Expectation[];
  /** From a line `// fix: Start of a title`: of each finding this fix is applied instead of the first one. */
  readonly fix: string | undefined;
}

const comment =
  /^(?<indent>\s*)(?<open>\{?\s*\/[/*]\s*)(?<mark>\^+|<-) (?<code>RG\d+)\s*(?<message>.*?)(?:\s*\*\/\s*\}?)?$/;

export function readExpectations(source: string): Expected {
  const lines: string[] = [];
  const expectations: Expectation[] = [];
  let fix: string | undefined;
  for (const line of source.split('\n')) {
    const wanted = /^\/\/ fix: (.+)$/.exec(line)?.[1];
    const found = comment.exec(line)?.groups as
      | Record<'indent' | 'open' | 'mark' | 'code' | 'message', string>
      | undefined;
    if (wanted !== undefined && fix === undefined) fix = wanted;
    else if (found) {
      if (!lines.length) throw new Error(`An expectation stands above all code: ${line}`);
      const { indent, open, mark, code, message } = found;
      const column = indent.length + (mark === '<-' ? 0 : open.length) + 1;
      const endColumn = mark === '<-' ? undefined : column + mark.length;
      expectations.push({ line: lines.length, column, endColumn, code, message });
    } else lines.push(line);
  }
  return { text: lines.join('\n'), expectations, fix };
}

export interface Place {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
}

/** How a finding would be written under its line; for messages of failed tests, ready to paste. */
export function writeExpectation(code: string, message: string, place: Place, line: string): string {
  const end = place.endLine > place.line ? line.length + 1 : place.endColumn;
  const carets = '^'.repeat(Math.max(end - place.column, 1));
  const indent = (width: number) => ' '.repeat(width);
  if (place.column >= 4) {
    const margin = /^\s*/.exec(line)![0].length;
    const own = margin <= place.column - 4 ? margin : 0;
    return `${indent(own)}//${indent(place.column - 3 - own)}${carets} ${code} ${message}`;
  }
  return `${indent(place.column - 1)}// <- ${code} ${message}`;
}

/** `undefined` when the finding is what is expected. */
export function matches(e: Expectation, code: string, message: string, place: Place, line: string): boolean {
  const end = place.endLine > place.line ? line.length + 1 : place.endColumn;
  return (
    e.line === place.line &&
    e.column === place.column &&
    (e.endColumn === undefined || e.endColumn === end) &&
    e.code === code &&
    message.startsWith(e.message)
  );
}
