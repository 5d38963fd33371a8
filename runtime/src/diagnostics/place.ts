/** The call stack of whoever called into the runtime, without the runtime itself and without Node. */
export function stackHere(): string {
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 20;
  const lines = (new Error().stack ?? '').split('\n').slice(1);
  Error.stackTraceLimit = stackTraceLimit;
  const first = lines.findIndex((line) => /:\d+:\d+\)?$/.test(line) && !line.includes(own) && !line.includes('node:'));
  return first < 0
    ? ''
    : lines
        .slice(first, first + 10)
        .map((line) => line.trim())
        .join('\n');
}

/** The first line of a stack, without its `at`. */
export function placeOf(stack: string): string {
  return stack.split('\n')[0]?.replace(/^at (async )?/, '') || 'an unknown place';
}

// The folder that this runs from: `dist`, with all of the runtime in it; in the sources the one around this.
const own = (
  /(?:at |\()((?:file:)?[^()\n]*[\\/])[^\\/\n]*:\d+:\d+\)?$/m.exec(new Error().stack ?? '')?.[1] ?? '?'
).replace(/diagnostics[\\/]$/, '');
