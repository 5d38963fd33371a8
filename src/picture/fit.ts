/**
 * How much room a text takes, without a screen: the pictures are set in a monospaced font, so that columns tell. Texts
 * come from programs and may hold anything.
 */

const LONGEST = 2000;
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Extended_Pictographic}|\p{RI}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe4f\uff00-\uff60\uffe0-\uffe6\u{1f000}-\u{1faff}\u{20000}-\u{3fffd}]/u;
/** Control characters, marks that turn the direction of text, halves of characters: what would break or disguise a picture. */
const UNSEEN = /[\p{Cc}\p{Cs}\p{Co}\p{Noncharacter_Code_Point}]|(?![\u200c\u200d])\p{Cf}/gu;

/** On one line, and visible. Of very long texts the beginning. */
export function plain(text: string): string {
  const short = text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
  return visible(short.replace(/\s+/g, ' ').replace(/(\p{M}{3})\p{M}+/gu, '$1'));
}

/** With what can't be seen written as in a string literal. */
export function visible(text: string): string {
  return text.replace(UNSEEN, (char) => `\\u${char.codePointAt(0)!.toString(16).padStart(4, '0')}`);
}

export function isAscii(text: string): boolean {
  return /^[\x20-\x7e]*$/.test(text);
}

/** Columns of a terminal or of a monospaced font. */
export function columns(text: string): number {
  if (isAscii(text)) return text.length;
  let sum = 0;
  for (const { segment } of graphemes.segment(text)) sum += WIDE.test(segment) ? 2 : 1;
  return sum;
}

/** The text, or as much of it as fits with an ellipsis. Empty where there is no room at all. */
export function cut(text: string, room: number): string {
  if (columns(text) <= room) return text;
  if (room < 1) return '';
  let out = '';
  let left = room - 1;
  for (const { segment } of graphemes.segment(text)) {
    left -= columns(segment);
    if (left < 0) break;
    out += segment;
  }
  return `${out}…`;
}

/** The same for `database.client`, of which the end tells the most: `….client`. */
export function cutName(name: string, room: number): string {
  const [, last] = /^[^.]+(\.[^.]+)$/.exec(name) ?? [];
  return columns(name) > room && last !== undefined && room > 4 ? cut(`…${last}`, room) : cut(name, room);
}

/** In lines of words; what does not fit into so many lines is cut. */
export function wrapped(text: string, room: number, most: number): string[] {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ').filter(Boolean)) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (line !== '' && columns(longer) > room) {
      lines.push(line);
      line = word;
    } else line = longer;
  }
  if (line !== '') lines.push(line);
  const shown = lines.slice(0, most);
  if (lines.length > most) shown.push(`${shown.pop()!} ${lines.slice(most).join(' ')}`);
  return shown.map((one) => cut(one, room));
}
