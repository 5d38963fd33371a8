/** A picture as SVG that needs nothing else: no script, no font, no other file. */
import type { Picture } from '../protocol/runner.ts';
import type { BlockLine } from './blocks.ts';
import { HEAD, type Layout, type LayoutOptions, layout, type Step } from './layout.ts';
import type { Link } from './links.ts';
import { element, escaped, line, number, titled } from './markup.ts';
import { BORDER, FIRST, LINE, MARGIN, MARK, PAD } from './metrics.ts';
import type { Role } from './rows.ts';
import { SWITCHED } from './story.ts';
import { textOf } from './text.ts';
import { styleOf, type Theme } from './theme.ts';
import type { Values } from './values.ts';

export interface SvgOptions extends LayoutOptions {
  /** Default `auto`. */
  readonly theme?: Theme;
  /** Begins the ids in it, where a page holds several; default `race`. */
  readonly id?: string;
  /** Whether its style sheet is in it; without, the page has `styleOf(theme)`. Default true. */
  readonly style?: boolean;
}

/**
 * The element `svg.rg-picture`. The parts of a step are in `g[data-step="3"]`, to be highlighted; what is a step's alone has
 * the class `rg-step`.
 */
export function svgOf(picture: Picture, options: SvgOptions = {}): string {
  const { theme = 'auto', id = 'race', style = true } = options;
  const placed = layout(picture, options);
  const { width, height } = placed;
  const name = options.title ?? 'How the steps of a race follow each other';
  return element(
    'svg',
    {
      xmlns: 'http://www.w3.org/2000/svg',
      class: 'rg-picture',
      viewBox: `0 0 ${width} ${number(height)}`,
      width,
      height,
      role: 'img',
      'aria-labelledby': `${id}-title`,
      'aria-describedby': `${id}-desc`,
    },
    `<title id="${escaped(id)}-title">${escaped(name)}</title>`,
    `<desc id="${escaped(id)}-desc">${textOf(picture).split('\n').map(escaped).join('\n')}</desc>`,
    style ? `<style>${styleOf(theme)}</style>` : '',
    element('rect', { class: 'y', width, height, rx: 8 }),
    ...drawn(placed),
  );
}

function drawn(placed: Layout): string[] {
  const { title, opening, lanes, heads, values, steps, gaps, links } = placed;
  const bottom = placed.end.y - 8;
  const top = heads[0]!;
  return [
    ...(title ? [line(title.x, title.y, title.text, 't', title.full)] : []),
    ...opening.map(({ x, y, text, full }) => line(x, y, text, 'm', full)),
    ...lanes.map(({ x, width }) =>
      element('rect', { class: 'a', x: x - BORDER, y: top, width: width + 2 * BORDER, height: bottom - top, rx: 6 }),
    ),
    ...values.map(trackSvg),
    ...gaps.map(({ x, from, to }) =>
      element('path', { class: 'g', d: `M${number(x)} ${number(from + 3)}V${number(to - 2)}` }),
    ),
    ...gaps.flatMap(({ label }) => (label ? [line(label.x, label.y, label.text, 'm')] : [])),
    ...heads.map((y, n) => headSvg(placed, y, n > 0)),
    ...links.map(linkSvg),
    ...steps.map((step) => stepSvg(step, placed)),
    endSvg(placed),
  ];
}

function headSvg({ lanes, values, width }: Layout, y: number, again: boolean): string {
  const kind = again ? 'm' : 'h';
  const cleared = again
    ? lanes.map(({ x, width }) =>
        ['y', 'a'].map((kind) => element('rect', { class: kind, x, y: y + 4, width, height: HEAD - 9 })).join(''),
      )
    : [];
  return [
    ...cleared,
    ...lanes.map((lane) =>
      line(lane.x + PAD, y + 19, lane.shown, kind, lane.shown === lane.name ? undefined : lane.name),
    ),
    ...values.map(({ x, name, shown }) => line(x + 4, y + 19, shown, kind, shown === name ? undefined : name)),
    element('path', { class: 'z', d: `M${MARGIN} ${number(y + HEAD - 5)}H${width - MARGIN}`, 'stroke-opacity': '.4' }),
  ].join('');
}

function trackSvg({ x, width, spans }: Values): string {
  return spans
    .map(({ y, height, shown, value, step }, n) => {
      const edge = step > 0 ? element('path', { class: 'v2', d: `M${number(x)} ${number(y)}h${number(width)}` }) : '';
      const box = element('rect', { class: `v${n % 2}`, x, y, width, height });
      return box + edge + line(x + 6, y + 13.5, shown, step > 0 ? 'h' : undefined, shown === value ? undefined : value);
    })
    .join('');
}

function stepSvg({ n, block, switchY, time }: Step, { values, lanes, width }: Layout): string {
  const { x, y, height, lines } = block;
  const left = (values[0]?.x ?? lanes[0]!.x - 9) - 10;
  const parts: string[] = [];
  if (switchY !== undefined) {
    parts.push(
      element('path', { class: 'w', d: `M${MARGIN} ${number(switchY)}H${width - MARGIN}` }),
      line(left, y + 33, 'switch', 'n m i', `It is chosen ${SWITCHED}.`),
    );
  }
  parts.push(line(left, y + FIRST, String(n), 'n'));
  if (time !== undefined) parts.push(line(left, y + (switchY === undefined ? 33 : 47), time, 'n m'));
  parts.push(element('rect', { x, y, width: block.width, height, rx: 5 }));
  for (const one of lines) parts.push(lineSvg(one, x + block.width));
  const kind = ['b', block.outside ? 'o' : '', block.hot ?? ''].filter(Boolean).join(' ');
  return element('g', { class: `rg-step ${kind}`, 'data-step': n }, ...parts);
}

const classes: Readonly<Partial<Record<Role, string>>> = {
  call: 'c',
  detail: '',
  code: '',
  line: 'u0',
  access: '',
  name: 'h',
  value: 'u',
};

function lineSvg({ x, y, parts, right, mark, full }: BlockLine, edge: number): string {
  const words = parts.map(({ text, role }) => ({ text, class: classes[role] ?? role }));
  const shape = mark ? markSvg(mark.shape, x - MARK + 5, y - 4, mark.hot) : '';
  const place = right === undefined ? '' : line(edge - PAD + 2, y, right, 'n');
  return shape + line(x, y, words, undefined, full) + place;
}

function markSvg(shape: 'read' | 'write', x: number, y: number, hot?: string): string {
  const also = hot ? ` ${hot}` : '';
  if (shape === 'read') return element('circle', { class: `r${also}`, cx: x, cy: y, r: 4 });
  return element('path', { class: `d${also}`, d: `M${number(x)} ${number(y - 5.5)}l5.5 5.5l-5.5 5.5l-5.5 -5.5z` });
}

function linkSvg({ kind, points, from, to }: Link): string {
  const [[x1, y1], [x], , [x2, y2]] = points;
  const a = Math.sign(x - x1) * Math.min(6, Math.abs(x - x1));
  const b = Math.sign(x2 - x) * Math.min(6, Math.abs(x2 - x));
  const d = [
    `M${number(x1)} ${number(y1)}H${number(x - a)}`,
    `q${number(a)} 0 ${number(a)} 6V${number(y2 - 6)}q0 6 ${number(b)} 6H${number(x2 - Math.sign(b) * 6)}`,
  ].join('');
  const head = `M${number(x2)} ${number(y2)}l${b > 0 ? -7 : 7} -4v8z`;
  return (
    element('path', { class: `l ${kind}`, d, 'data-from': from.step, 'data-to': to.step }) +
    element('path', { class: `f ${kind}`, d: head })
  );
}

function endSvg({ end }: Layout): string {
  const { x, y, width, height, passes, title, message, reason, full, from } = end;
  const sign = passes ? `M${x + 12} ${number(y + 17)}l4 5l8 -10` : `M${x + 12} ${number(y + 12)}l9 9m0 -9l-9 9`;
  let at = y + 21.5;
  const [first = '', ...more] = message;
  const texts = [line(x + 32, at, [{ text: `${title}:`, class: passes ? 'e ok' : 'e bad' }, { text: first }])];
  for (const [n, one] of [...more, ...reason].entries()) {
    at += n === more.length ? LINE + 4 : LINE;
    texts.push(line(x + 32, at, one));
  }
  const down = from ? element('path', { class: 'x', d: `M${number(from.x)} ${number(from.y + 2)}V${number(y)}` }) : '';
  return element(
    'g',
    { class: 'rg-end' },
    full === undefined ? '' : titled(full),
    down,
    element('rect', { class: passes ? 'ok' : 'bad', x, y, width, height, rx: 6 }),
    element('path', { class: passes ? 'x ok' : 'x', d: sign }),
    ...texts,
  );
}
