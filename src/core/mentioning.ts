/** Which files of a project have a name in their text: looked for once a name and text. */
export class Mentioning {
  private readonly textOf: (file: string) => string | undefined;
  private readonly known = new Map<string, Map<string, boolean>>();

  constructor(textOf: (file: string) => string | undefined) {
    this.textOf = textOf;
  }

  /** Those of `files` whose text has `needle`. */
  of(needle: string, files: readonly string[]): string[] {
    const known = this.known.get(needle) ?? new Map<string, boolean>();
    this.known.set(needle, known);
    return files.filter((file) => {
      let has = known.get(file);
      if (has === undefined) {
        has = this.textOf(file)?.includes(needle) ?? false;
        known.set(file, has);
      }
      return has;
    });
  }

  /** The text of the file is another one. */
  forget(file: string): void {
    for (const known of this.known.values()) known.delete(file);
  }
}
