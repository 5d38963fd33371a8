/** Which files of a project have a name in their text: looked for once a name and text. */
export class Mentioning {
  private readonly textOf: (file: string) => string | undefined;
  private readonly texts = new Map<string, string>();
  private readonly known = new Map<string, Map<string, boolean>>();

  constructor(textOf: (file: string) => string | undefined) {
    this.textOf = textOf;
  }

  /** Those of `files` whose text has `needle`, which may begin with a sign, as a word: `.run` is not in `.runAll`. */
  of(needle: string, files: readonly string[]): string[] {
    const known = this.known.get(needle) ?? new Map<string, boolean>();
    this.known.set(needle, known);
    return files.filter((file) => {
      let has = known.get(file);
      if (has === undefined) {
        has = hasWord(this.text(file), needle);
        known.set(file, has);
      }
      return has;
    });
  }

  /** Empty where there is no such file. */
  text(file: string): string {
    let text = this.texts.get(file);
    if (text === undefined) {
      text = this.textOf(file) ?? '';
      this.texts.set(file, text);
    }
    return text;
  }

  /** The text of the file is another one. */
  forget(file: string): void {
    this.texts.delete(file);
    for (const known of this.known.values()) known.delete(file);
  }
}

const inWord = /[\w$]/;

function hasWord(text: string, needle: string): boolean {
  for (let at = text.indexOf(needle); at >= 0; at = text.indexOf(needle, at + 1)) {
    const before = inWord.test(needle[0]!) && inWord.test(text[at - 1] ?? '');
    if (!before && !inWord.test(text[at + needle.length] ?? '')) return true;
  }
  return false;
}
