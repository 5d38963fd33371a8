/** What all parts of the page see, and what they may do. */
import type { About, FromPage } from '../messages.ts';
import type { Run } from '../model.ts';
import type { View, ViewAction } from '../view.ts';

/** Lines of the programs, by `file:line`. */
export type Lines = Readonly<Record<string, string>>;

export interface PageState {
  readonly about: About;
  readonly run: Run;
  readonly view: View;
  readonly lines: Lines;
}

export interface Doing {
  /** To the extension. */
  post(message: FromPage): void;
  act(action: ViewAction): void;
}

/** A part of the page. It is made once; what changes in it is set. */
export interface Piece {
  readonly element: HTMLElement;
  update(state: PageState): void;
}
