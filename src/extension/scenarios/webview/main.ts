/** The page of the panel: it is told what there is to show, and keeps what the user looks at. */
import type { ToPage } from '../messages.ts';
import { partKey, reduce } from '../model.ts';
import { type Saved, savedOf, viewOf } from '../saved.ts';
import { activePart, firstView, reduceView, stepIn } from '../view.ts';
import { h } from './dom.ts';
import { hazards } from './hazards.ts';
import { header } from './header.ts';
import { keys } from './keys.ts';
import { output } from './output.ts';
import type { Doing, PageState } from './page-state.ts';
import { real } from './real.ts';
import { replay } from './replay.ts';
import { status } from './status.ts';
import { version } from './version.ts';

declare function acquireVsCodeApi(): {
  postMessage(message: unknown): void;
  getState(): unknown;
  setState(state: Saved): void;
};

const editor = acquireVsCodeApi();
let state: PageState | undefined;
let made = '';
let isPlanned = false;
let saving: ReturnType<typeof setTimeout> | undefined;
/** What the extension was last told to mark. Undefined: a page that has just come into view has not. */
let looked: string | undefined;

const doing: Doing = {
  post: (message) => editor.postMessage(message),
  act: (action) => {
    if (!state) return;
    change({ ...state, view: reduceView(state.view, action) });
    // At once: a page that is hidden is gone.
    save();
  },
};
const pieces = [
  header(doing),
  status(doing),
  hazards(doing),
  version('unsafe', doing),
  version('safe', doing),
  real(),
  replay(doing),
  output(),
];
const main = h('main', { hidden: true }, ...pieces.map(({ element }) => element));
document.body.append(main);
keys(() => state, doing);

window.addEventListener('message', ({ data }: MessageEvent<ToPage>) => {
  if (data.type === 'event') {
    if (state) change({ ...state, run: reduce(state.run, data.event) });
    return;
  }
  if (data.type === 'lines') {
    const { lines } = data;
    const more = Object.keys(lines).some((key) => lines[key] !== state?.lines[key]);
    if (state && more) change({ ...state, lines: { ...state.lines, ...lines } });
    return;
  }
  const { about, run } = data;
  made = data.made;
  // What is looked at stays, also where the page was gone in between.
  const view = state?.run.id === run.id ? state.view : (viewOf(editor.getState(), run) ?? firstView);
  // What is marked is of the run before.
  if (state && state.run.id !== run.id) looked = 'another';
  change({ about, run, view, lines: state?.lines ?? {} });
});
doing.post({ type: 'ready' });

/** Many events come in one frame. */
function change(next: PageState): void {
  state = next;
  if (isPlanned) return;
  isPlanned = true;
  requestAnimationFrame(() => {
    isPlanned = false;
    if (state) render(state);
  });
}

function render(now: PageState): void {
  main.hidden = false;
  for (const piece of pieces) piece.update(now);
  look(now);
  clearTimeout(saving);
  saving = setTimeout(save, 200);
}

function save(): void {
  if (state) editor.setState(savedOf(made, state.about, state.run, state.view));
}

function look({ run, view }: PageState): void {
  const part = activePart(view, run);
  const at = part ? { part: partKey(part.subject), step: stepIn(view, part.subject) } : { part: '', step: 0 };
  const now = part ? `${run.id} ${at.part} ${at.step}` : '';
  if (now === looked) return;
  doing.post({ type: 'at', ...at, moved: looked !== undefined });
  looked = now;
}
