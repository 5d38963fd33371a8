/** A place in the source where code stands: a frame of a call stack. */
export interface Site {
  /** As the engine names it, with forward slashes; the path of a `file:` URL. */
  readonly file: string;
  /** From 1. */
  readonly line: number;
  /** From 1. */
  readonly column: number;
  /** Of the function, as the engine calls it; absent where it has none. */
  readonly name?: string;
}

/** @internal A function of the explorer that code of the program calls. */
export type Entry = (...args: never[]) => unknown;

interface V8 {
  stackTraceLimit?: number;
  captureStackTrace?(holder: object, above: Entry): void;
}

/** How many are told, and how many are looked at to find them. */
const MOST = 16;
const DEEPEST = 64;

/**
 * Where the call of `entry` comes from: the innermost frame first, those that await it
 * too. Empty where the engine's stacks are not of V8's form.
 *
 * @internal
 */
export function sitesAbove(entry: Entry): Site[] {
  return own(framesAbove(entry));
}

/** @internal The same for a function that only the program calls. */
export function sitesOfCaller(entry: Entry): Site[] {
  const frames = framesAbove(entry);
  if (frames[0] !== undefined && isOurs(frames[0])) ours = undefined;
  return own(frames);
}

/** @internal Where something was thrown. */
export function sitesOfError(error: unknown): Site[] {
  try {
    if (!(error instanceof Error) || typeof error.stack !== 'string') return [];
    const { message, stack } = error;
    const at = message === '' ? -1 : stack.indexOf(message); // a message may hold lines that look like frames
    return own(framesIn(at < 0 ? stack : stack.slice(at + message.length)));
  } catch {
    return []; // somebody's getter
  }
}

function framesAbove(entry: Entry): Site[] {
  const engine = Error as V8;
  const { stackTraceLimit } = engine;
  if (typeof engine.captureStackTrace !== 'function') return [];
  try {
    engine.stackTraceLimit = DEEPEST;
    const holder: { stack?: unknown } = {};
    engine.captureStackTrace(holder, entry);
    return framesIn(holder.stack);
  } catch {
    return []; // a frozen Error, somebody's prepareStackTrace
  } finally {
    if (engine.stackTraceLimit !== stackTraceLimit) engine.stackTraceLimit = stackTraceLimit as number;
  }
}

function framesIn(stack: unknown): Site[] {
  if (typeof stack !== 'string') return [];
  const frames: Site[] = [];
  for (const text of stack.split('\n')) {
    const [, frame] = /^\s+at (?:async )?(.*)$/.exec(text) ?? [];
    if (frame === undefined) continue;
    const [, called, place] = /^(.*?) \((.+)\)$/.exec(frame) ?? [frame, undefined, frame];
    const [, file, line, column] = /^(.+):(\d+):(\d+)$/.exec(place as string) ?? [];
    if (file === undefined || /^(node:|internal\/|eval at )|<anonymous>/.test(file)) continue;
    const name = called?.replace(/ \[as .*\]$/, '');
    const named = name === undefined || name.includes('<anonymous>') ? {} : { name };
    frames.push({ file: pathOf(file), line: Number(line), column: Number(column), ...named });
  }
  return frames;
}

function pathOf(file: string): string {
  if (!file.startsWith('file:')) return file.replace(/\\/g, '/');
  const path = decodeURIComponent(file.replace(/^file:(\/\/)?/, '').replace(/[?#].*$/, ''));
  return path.replace(/^\/(?=[A-Za-z]:)/, '').replace(/^(?=[^/])(?![A-Za-z]:)/, '//');
}

function own(frames: readonly Site[]): Site[] {
  return frames.filter((frame) => !isOurs(frame)).slice(0, MOST);
}

function isOurs({ file }: Site): boolean {
  return ours !== undefined && file.startsWith(ours);
}

/**
 * What files of the explorer begin with: its folder, or where it was bundled the whole name. `undefined` once a program
 * was seen to stand in the same bundle: then frames of the explorer can't be told from its.
 */
let ours: string | undefined = framesIn(new Error().stack)[0]?.file.replace(/sites\.[cm]?[jt]s$/, '');
