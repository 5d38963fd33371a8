/** How each schedule ended, as marks that stream in: a failing one is tall, so that it needs no colour to be seen. */
import { capacity, type Strip } from '../strip.ts';
import { count } from '../words.ts';
import { h, set } from './dom.ts';

const height = 26;

export interface StripView {
  readonly element: HTMLCanvasElement;
  update(strip: Strip): void;
}

export function stripView(): StripView {
  const canvas = h('canvas', { class: 'strip', role: 'img' });
  let drawn: Strip | undefined;
  const redraw = () => {
    if (drawn) draw(canvas, drawn);
  };
  // It is sized by the page, and coloured by the theme.
  new ResizeObserver(redraw).observe(canvas);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  new MutationObserver(redraw).observe(document.body, { attributeFilter: ['class'] });
  return {
    element: canvas,
    update(strip) {
      if (strip === drawn) return;
      drawn = strip;
      const failed = strip.failed.reduce((sum, n) => sum + n, 0);
      set(canvas, { 'aria-label': `${count(strip.schedules)} schedules, ${count(failed)} of them fail` });
      canvas.title =
        strip.span > 1 ? `A mark stands for ${count(strip.span)} schedules.` : 'A mark stands for a schedule.';
      draw(canvas, strip);
    },
  };
}

function draw(canvas: HTMLCanvasElement, { span, failed, schedules }: Strip): void {
  const width = canvas.clientWidth;
  const scale = window.devicePixelRatio || 1;
  if (width === 0) return;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const [good, bad] = [style.getPropertyValue('--good').trim(), style.getPropertyValue('--bad').trim()];
  // So wide that a full strip fills the row, and no wider than what still looks like a mark.
  const cell = span > 1 ? width / capacity : Math.min(8, width / Math.max(failed.length, 1));
  const gap = cell >= 3 ? 1 : 0;
  for (const [n, bads] of failed.entries()) {
    const x = n * cell;
    const size = Math.min(span, schedules - n * span);
    context.fillStyle = good;
    if (bads < size) context.fillRect(x, height - 9, Math.max(cell - gap, 0.5), 9);
    if (bads === 0) continue;
    context.fillStyle = bad;
    const tall = 9 + (height - 9) * Math.max(0.4, bads / size);
    context.fillRect(x, height - tall, Math.max(cell - gap, 1), bads < size ? tall - 9 : tall);
  }
}
