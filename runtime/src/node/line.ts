/**
 * Whose turn it is at each lock, within this thread: first come, first served. One at a time tries for the file.
 *
 * The registry hangs on the global object, so that copies of this package share it. It is a contract between their
 * versions: a path is in the map while somebody has the turn, and its set holds who waits, in order.
 */
const key = Symbol.for('@raceguard/runtime/file-lock/turns/1');
const home = globalThis as { [key]?: Map<string, Set<() => void>> };
home[key] ??= new Map();
const lines: Map<string, Set<() => void>> = home[key];

/** `true`: it is your turn now. Else `turn` is called when it comes. */
export function enter(path: string, turn: () => void): boolean {
  const line = lines.get(path);
  if (line === undefined) lines.set(path, new Set());
  else line.add(turn);
  return line === undefined;
}

export function isFree(path: string): boolean {
  return !lines.has(path);
}

/** Leaves the line before the turn has come; `false` if it has. */
export function quit(path: string, turn: () => void): boolean {
  return lines.get(path)?.delete(turn) ?? false;
}

/** Ends the turn; the next one begins in this step. */
export function pass(path: string): void {
  const line = lines.get(path);
  const next = line?.values().next().value;
  if (next === undefined) {
    lines.delete(path);
  } else {
    line?.delete(next);
    next();
  }
}
