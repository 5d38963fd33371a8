/** Colours of a picture, and its style sheet. Nothing is told by colour alone: shapes, strokes and words say the same. */

/**
 * - `auto`: light or dark as the reader's system is. For a file in a README.
 * - `vscode`: the colours of the editor's theme, high contrast ones included. For a webview.
 */
export type Theme = 'light' | 'dark' | 'auto' | 'vscode';

interface Palette {
  readonly page: string;
  readonly text: string;
  readonly muted: string;
  readonly line: string;
  /** Over the page. */
  readonly lane: string;
  readonly laneOpacity: number;
  readonly block: string;
  readonly stale: string;
  readonly act: string;
  readonly write: string;
  readonly good: string;
  readonly turn: string;
}

const light: Palette = {
  page: '#ffffff',
  text: '#1f2328',
  muted: '#59636e',
  line: '#c4ccd4',
  lane: '#f6f8fa',
  laneOpacity: 1,
  block: '#ffffff',
  stale: '#9a5b00',
  act: '#cf222e',
  write: '#0969da',
  good: '#1a7f37',
  turn: '#8250df',
};

const dark: Palette = {
  page: '#0d1117',
  text: '#f0f6fc',
  muted: '#9198a1',
  line: '#3d444d',
  lane: '#151b23',
  laneOpacity: 1,
  block: '#212830',
  stale: '#e3b341',
  act: '#ff7b72',
  write: '#58a6ff',
  good: '#3fb950',
  turn: '#bc8cff',
};

/** Tokens that every theme has come last in each chain; `contrastBorder` is there only in high contrast. */
const tokens: Palette = {
  page: token('editor-background', light.page),
  text: token('editor-foreground', light.text),
  muted: token('descriptionForeground', light.muted),
  line: token('contrastBorder', token('editorWidget-border', token('panel-border', light.line))),
  lane: token('editor-foreground', light.text),
  laneOpacity: 0.04,
  block: token('editorWidget-background', light.block),
  stale: token('list-warningForeground', token('editorWarning-foreground', light.stale)),
  act: token('errorForeground', light.act),
  write: token('textLink-foreground', token('charts-blue', light.write)),
  good: token('charts-green', light.good),
  turn: token('charts-purple', light.turn),
};

/** Of all pictures of a page with that theme; each rule begins with `.rg-picture`. */
export function styleOf(theme: Theme): string {
  if (theme === 'vscode') return `${SHAPES}${colours(tokens)}`;
  if (theme !== 'auto') return `${SHAPES}${colours(theme === 'dark' ? dark : light)}`;
  return `${SHAPES}${colours(light)}@media(prefers-color-scheme:dark){${colours(dark)}}`;
}

function token(name: string, otherwise: string): string {
  return `var(--vscode-${name},${otherwise})`;
}

/** Short names, for each file carries them: t title, n number, m muted, h name, v value, c call, b block, g gap, l link. */
const SHAPES = sheet(`
text{font:12px ui-monospace,SFMono-Regular,Menlo,Consolas,'DejaVu Sans Mono',monospace;white-space:pre}
.t{font-size:14px;font-weight:700}
.m{font-size:11px}
.c,.h,.e{font-weight:700}
.n{text-anchor:end}
.u{font-style:italic}
.b rect{stroke-width:1}
.b.o rect{stroke-dasharray:3 3}
.b.stale rect,.b.act rect{stroke-width:2;stroke-dasharray:none}
.g{stroke-width:1.5;stroke-dasharray:2 5;stroke-linecap:round;fill:none}
.l{fill:none;stroke-width:1}
.l.stale,.l.act{stroke-width:2}
.l.stale{stroke-dasharray:6 3}
.w{stroke-width:1;stroke-dasharray:7 4;fill:none}
.x{stroke-width:2;fill:none;stroke-linecap:round;stroke-linejoin:round}
.r{fill:none;stroke-width:2}
`);

function colours(p: Palette): string {
  return sheet(`
text{fill:${p.text}}
.y{fill:${p.page}}
.m,.n,.u,.u0{fill:${p.muted}}
.a{fill:${p.lane}${p.laneOpacity < 1 ? `;fill-opacity:${p.laneOpacity}` : ''}}
.b rect{fill:${p.block};stroke:${p.line}}
.b.o rect{fill:${p.page}}
.g,.l,.z{stroke:${p.muted}}
.f{fill:${p.muted}}
.v0{fill:${p.write};fill-opacity:.1}
.v1{fill:${p.write};fill-opacity:.24}
.v2{stroke:${p.write}}
.w,.i{stroke:${p.turn}}
text.i{stroke:none;fill:${p.turn}}
.b.stale rect,.l.stale,.r.stale{stroke:${p.stale}}
.b.act rect,.l.act,.r.act{stroke:${p.act}}
.b.write rect,.r{stroke:${p.write}}
.d{fill:${p.write}}
.d.act,.f.act,tspan.act{fill:${p.act}}
.d.stale,.f.stale,tspan.stale{fill:${p.stale}}
tspan.write{fill:${p.write}}
.bad{fill:${p.act};fill-opacity:.08;stroke:${p.act}}
.ok{fill:${p.good};fill-opacity:.08;stroke:${p.good}}
.x{stroke:${p.act}}
.x.ok{stroke:${p.good};fill:none}
text.bad,tspan.bad{fill:${p.act};fill-opacity:1;stroke:none}
text.ok,tspan.ok{fill:${p.good};fill-opacity:1;stroke:none}
`);
}

function sheet(rules: string): string {
  return rules
    .trim()
    .split('\n')
    .map((rule) => {
      const [selectors, body] = rule.split(/(?=\{)/) as [string, string];
      return `${selectors
        .split(',')
        .map((one) => `.rg-picture ${one}`)
        .join(',')}${body}`;
    })
    .join('');
}
