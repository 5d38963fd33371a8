type Line = string;

/** Only the checker knows that these are none. */
export class Lines {
  private lines: Line[] = [];

  add(line: Line): void {
    this.lines.push(line);
  }

  async save(write: (lines: readonly Line[]) => Promise<void>): Promise<void> {
    await write([...this.lines]);
    this.lines = [];
  }
}
