/**
 * One schedule, drawn and told. Pure: no DOM, no files. A webview draws `svgOf(picture, { theme: 'vscode', style: false })` under
 * `styleOf('vscode')` and steps through its `g[data-step]`; or draws `layout(picture)` as it likes.
 */
export type { Spot } from './accesses.ts';
export { type Join, joinsOf } from './joins.ts';
export { type Label, type Lane, type Layout, type LayoutOptions, layout, type Step } from './layout.ts';
export { type Race, racesOf } from './races.ts';
export { type SvgOptions, svgOf } from './svg.ts';
export { partsOf, sentenceOf, textOf } from './text.ts';
export { styleOf, type Theme } from './theme.ts';
