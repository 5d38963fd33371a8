/**
 * What crosses between a suite, which runs inside the extension host, and the driver outside, which holds the page:
 * lines of JSON over a socket. The suite asks, the driver answers.
 */

/** A selector that begins with it is looked for in the page of the webview that is shown. */
export const inWebview = 'webview ';

/** Every action waits for what it needs to be there. Selectors are Playwright's. */
export interface Actions {
  /** Real keys, `Control+.`; `ControlOrMeta` is the platform's own. */
  keys(combination: string): Promise<void>;
  /** Real keys, one for each character. Resolves after the last one, with the time of it (ms, epoch). */
  type(text: string): Promise<number>;
  click(selector: string): Promise<void>;
  hover(selector: string): Promise<void>;
  /** Until it is shown. */
  see(selector: string): Promise<void>;
  /** Until it isn't. */
  miss(selector: string): Promise<void>;
  /** Of all that are there now. */
  texts(selector: string): Promise<string[]>;
  /** Of the first that is there; null where it has none of that name. */
  attribute(selector: string, name: string): Promise<string | null>;
  /** Instead of what stands in the field. */
  fill(selector: string, text: string): Promise<void>;
  /** The option of that text, in a list that drops down. */
  choose(selector: string, text: string): Promise<void>;
  scrollTo(selector: string): Promise<void>;
  /** What has the focus in the webview: `#id`, label or text. */
  focused(): Promise<string>;
  /** What takes the focus in there and has no name for a screen reader, as markup. */
  unlabelled(selector: string): Promise<string[]>;
  /** Numbers of the lines in view that extensions mark as a whole, in all editors. */
  markedLines(): Promise<number[]>;
  /** From now on, in the webview. */
  watchFrames(): Promise<void>;
  /** The longest time between two frames since then, and by how much its heap has grown, with that of the window. */
  frames(): Promise<{ longestMs: number; grownMb: number }>;
  /** Opens the window again. A suite in it would go with it. */
  reload(): Promise<void>;
  /** `shown`: one that the README may show, and is kept under `name`. */
  screenshot(name: string, shown?: boolean, part?: Part): Promise<void>;
}

/** Of the window: from the left upper corner of an element, at most so many pixels. */
export interface Part {
  readonly of: string;
  readonly width: number;
  readonly height: number;
}

/** What mocha tells of its run. */
export type Report =
  | { readonly event: 'suite'; readonly title: string; readonly depth: number }
  | { readonly event: 'pass'; readonly title: string; readonly depth: number; readonly ms: number }
  | { readonly event: 'pending'; readonly title: string; readonly depth: number }
  | { readonly event: 'fail'; readonly title: string; readonly depth: number; readonly error: string }
  /** A number worth knowing that no test asserts. */
  | { readonly event: 'measured'; readonly text: string; readonly depth: number }
  | { readonly event: 'end' };

export type Request =
  | { readonly id: number; readonly action: keyof Actions; readonly args: readonly unknown[] }
  | { readonly id: number; readonly report: Report };

export type Answer =
  | { readonly id: number; readonly result: unknown }
  | { readonly id: number; readonly error: string };
