/** Offsets to lines and columns. Both count from 1; columns count UTF-16 units, as editors and TypeScript do. */
import { isLineBreak } from '../core/comments.ts';

export interface Position {
  readonly line: number;
  readonly column: number;
}

export class Lines {
  readonly text: string;
  private readonly starts: number[] = [0];

  constructor(text: string) {
    this.text = text;
    for (let i = 0; i < text.length; i++) {
      const code = text.charCodeAt(i);
      if (!isLineBreak(code) || (code === 13 && text.charCodeAt(i + 1) === 10)) continue;
      this.starts.push(i + 1);
    }
  }

  get count(): number {
    return this.starts.length;
  }

  at(offset: number): Position {
    let low = 0;
    let high = this.starts.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if (this.starts[middle]! <= offset) low = middle;
      else high = middle - 1;
    }
    return { line: low + 1, column: offset - this.starts[low]! + 1 };
  }

  /** Offset of a line's first character. */
  startOf(line: number): number {
    return this.starts[line - 1] ?? this.text.length;
  }

  /** A line without its break. */
  line(line: number): string {
    return this.text
      .slice(this.startOf(line), this.starts[line] ?? this.text.length)
      .replace(/[\r\n\u2028\u2029]+$/, '');
  }
}
