/** Writing SVG, so that nothing of a program's texts is ever taken for markup. */

import { columns, isAscii, visible } from './fit.ts';
import { COLUMN } from './metrics.ts';

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

/** For text and for attributes. */
export function escaped(text: string): string {
  return visible(text).replace(/[&<>"']/g, (char) => ENTITIES[char]!);
}

export type Attributes = Readonly<Record<string, string | number | undefined>>;

export function element(name: string, attributes: Attributes, ...children: readonly string[]): string {
  const written = Object.entries(attributes)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => ` ${key}="${typeof value === 'number' ? number(value) : escaped(value!)}"`)
    .join('');
  const inner = children.join('');
  return inner === '' ? `<${name}${written}/>` : `<${name}${written}>${inner}</${name}>`;
}

export interface Words {
  readonly text: string;
  readonly class?: string;
}

/**
 * A line of text. What is not plain ASCII may come from a font of other widths: it does not leave the room that it was
 * given, and keeps its direction to itself.
 */
export function line(x: number, y: number, words: string | readonly Words[], kind?: string, full?: string): string {
  const parts = typeof words === 'string' ? [{ text: words }] : words;
  const text = parts.map((part) => part.text).join('');
  const foreign = !isAscii(text.replace(/[…→✖✔]/g, ' '));
  const inner = parts.map((part) => {
    const own = foreign ? `\u2068${escaped(part.text)}\u2069` : escaped(part.text);
    return part.class ? `<tspan class="${part.class}">${own}</tspan>` : own;
  });
  const at = foreign ? { x: 0, y: 13 } : { x, y };
  const drawn = element('text', { class: kind, ...at }, ...(full === undefined ? [] : [titled(full)]), ...inner);
  return foreign ? element('svg', { x, y: y - 13, width: (columns(text) + 0.5) * COLUMN, height: 18 }, drawn) : drawn;
}

/** Shown when one points at what is around it. */
export function titled(text: string): string {
  return `<title>${escaped(text)}</title>`;
}

/** With at most one digit after the point. */
export function number(value: number): string {
  return String(Math.round(value * 10) / 10);
}
