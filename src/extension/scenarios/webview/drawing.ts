/** The picture of a schedule, with the step that is looked at marked in it. */
import { sentenceOf, styleOf, svgOf } from '../../../picture/index.ts';
import type { Picture, Place } from '../../../protocol/runner.ts';
import { h, set } from './dom.ts';

export interface Drawing {
  readonly element: HTMLElement;
  /** `watching`: what comes later steps back. */
  mark(step: number, watching: boolean): void;
  /** Into view, if it isn't. `under`: what covers the top of the page. */
  reveal(under: HTMLElement): void;
  sentence(step: number): string;
}

const namespace = 'http://www.w3.org/2000/svg';
/** What a picture may be scaled to; where that is too wide, it scrolls. */
const smallest = 0.88;
let drawings = 0;

/** Once a page: a sheet that is made by script needs no leave of the policy. */
const sheet = new CSSStyleSheet();
sheet.replaceSync(styleOf('vscode'));
document.adoptedStyleSheets = [...document.adoptedStyleSheets, sheet];

/** `source`: a line of the program. `go`: to the step of that number. */
export function drawing(
  picture: Picture,
  source: (place: Place) => string | undefined,
  go: (step: number) => void,
): Drawing {
  const id = `picture-${drawings++}`;
  const element = h('div', { class: 'drawing', tabindex: 0, role: 'group', 'aria-label': 'Picture. Arrow keys move.' });
  let svg: SVGSVGElement | undefined;
  let width = 0;
  let marked: [step: number, watching: boolean] | undefined;

  element.addEventListener('click', (event) => {
    const at = (event.target as Element).closest('[data-step]');
    if (at) go(Number(at.getAttribute('data-step')));
  });
  new ResizeObserver(() => {
    const now = Math.floor(element.clientWidth);
    if (now === 0 || now === width) return;
    width = now;
    // A little smaller where there is little room: more of each text is left, and it is still read.
    const wanted = now < 720 ? now / smallest : now;
    svg = parsed(svgOf(picture, { theme: 'vscode', style: false, id, width: wanted, source }));
    svg.style.minWidth = `${svg.viewBox.baseVal.width * smallest}px`;
    element.replaceChildren(svg);
    if (marked) dress(...marked);
  }).observe(element);

  const dress = (step: number, watching: boolean) => {
    if (!svg) return;
    for (const each of svg.querySelectorAll('[data-step]')) {
      const n = Number(each.getAttribute('data-step'));
      each.classList.toggle('now', n === step);
      each.classList.toggle('later', watching && n > step);
    }
    for (const each of svg.querySelectorAll('[data-to]'))
      each.classList.toggle('later', watching && Number(each.getAttribute('data-to')) > step);
    svg.querySelector('.rg-end')?.classList.toggle('later', watching && step < picture.steps.length);
    band(svg, step);
  };
  return {
    element,
    mark(step, watching) {
      marked = [step, watching];
      dress(step, watching);
    },
    reveal(under) {
      const box = svg?.querySelector('.now')?.getBoundingClientRect();
      if (!svg || !box || !marked) return;
      // With the last step goes how it ends.
      const end = marked[0] === picture.steps.length && svg.querySelector('.rg-end')?.getBoundingClientRect();
      const lower = Math.max(box.bottom, end ? end.bottom : 0);
      const top = under.getBoundingClientRect().bottom + 8;
      const bottom = window.innerHeight - 8;
      const by = box.top < top ? box.top - top : lower > bottom ? lower - bottom : 0;
      const side = element.getBoundingClientRect();
      const block = svg.querySelector('.now > rect')?.getBoundingClientRect() ?? box;
      if (block.left < side.left) element.scrollBy({ left: block.left - side.left - 16 });
      else if (block.right > side.right) element.scrollBy({ left: block.right - side.right + 16 });
      if (by) window.scrollBy({ top: by, behavior: isStill() ? 'instant' : 'smooth' });
    },
    sentence: (step) => sentenceOf(picture, step),
  };
}

/** The system's wish, or the editor's. */
function isStill(): boolean {
  return (
    matchMedia('(prefers-reduced-motion: reduce)').matches || document.body.classList.contains('vscode-reduce-motion')
  );
}

/** Behind the step, over the whole width, as the editor marks its line. */
function band(svg: SVGSVGElement, step: number): void {
  const block = svg.querySelector(`[data-step="${step}"] rect`);
  const mark = svg.querySelector('.band') ?? document.createElementNS(namespace, 'rect');
  if (!block) return;
  const [y, height] = ['y', 'height'].map((name) => Number(block.getAttribute(name)));
  set(mark, { class: 'band', x: 0, y: y! - 4, width: svg.viewBox.baseVal.width, height: height! + 8 });
  // Behind all texts, and before the ground of the lanes.
  const [ground] = [...svg.querySelectorAll(':scope > rect:is(.y, .a)')].slice(-1);
  ground?.after(mark);
}

/** Markup of our own; in it all that programs say is escaped, and a page of this policy runs no script in it. */
function parsed(markup: string): SVGSVGElement {
  const { documentElement } = new DOMParser().parseFromString(markup, 'image/svg+xml');
  return document.importNode(documentElement, true) as unknown as SVGSVGElement;
}
