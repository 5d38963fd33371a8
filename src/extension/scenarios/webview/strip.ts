/** How each schedule ended, as marks that stream in: a failing one is tall, so that it needs no colour to be seen. */
import { capacity, type Strip } from '../strip.ts';
import { count } from '../words.ts';
import { h, set } from './dom.ts';

/** Of a mark that passed, in CSS pixels. */
const low = 9;

export interface StripView {
  readonly element: HTMLCanvasElement;
  /** `over`: no more marks come. */
  update(strip: Strip, over: boolean): void;
}

export function stripView(): StripView {
  const canvas = h('canvas', { class: 'strip', role: 'img' });
  let drawn: Strip | undefined;
  let whole = false;
  const redraw = () => {
    if (drawn) draw(canvas, drawn, whole);
  };
  // It is sized by the page, and coloured by the theme.
  new ResizeObserver(redraw).observe(canvas);
  new MutationObserver(redraw).observe(document.documentElement, { attributeFilter: ['style', 'class'] });
  new MutationObserver(redraw).observe(document.body, { attributeFilter: ['class'] });
  return {
    element: canvas,
    update(strip, over) {
      if (strip === drawn && over === whole) return;
      drawn = strip;
      whole = over;
      const failed = strip.failed.reduce((sum, n) => sum + n, 0);
      set(canvas, { 'aria-label': `${count(strip.schedules)} schedules, ${count(failed)} of them fail` });
      canvas.title =
        strip.span > 1 ? `A mark stands for ${count(strip.span)} schedules.` : 'A mark stands for a schedule.';
      canvas.classList.toggle('calm', failed === 0);
      redraw();
    },
  };
}

function draw(canvas: HTMLCanvasElement, { span, failed, schedules }: Strip, whole: boolean): void {
  const { clientWidth: width, clientHeight: height } = canvas;
  const scale = window.devicePixelRatio || 1;
  if (width === 0) return;
  canvas.width = Math.round(width * scale);
  canvas.height = Math.round(height * scale);
  const context = canvas.getContext('2d');
  if (!context) return;
  context.scale(scale, scale);
  const style = getComputedStyle(canvas);
  const [good, bad] = [style.getPropertyValue('--good').trim(), style.getPropertyValue('--bad').trim()];
  // No wider than what still looks like a mark. While more come, a strip has its room to grow.
  const cell = Math.min(8, width / (whole || span === 1 ? Math.max(failed.length, 1) : capacity));
  const gap = cell >= 3 ? 1 : 0;
  for (const [n, bads] of failed.entries()) {
    const x = n * cell;
    const size = Math.min(span, schedules - n * span);
    context.fillStyle = good;
    if (bads < size) context.fillRect(x, height - low, Math.max(cell - gap, 0.5), low);
    if (bads === 0) continue;
    context.fillStyle = bad;
    const tall = low + (height - low) * Math.max(0.4, bads / size);
    context.fillRect(x, height - tall, Math.max(cell - gap, 1), bads < size ? tall - low : tall);
  }
}
