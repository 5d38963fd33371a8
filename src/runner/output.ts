/**
 * What a program prints while all its schedules are tried is nobody's to read: it is held back, and told of the one
 * schedule that is shown.
 */
import { TOLD_BYTES, writeAtOnce } from './channel.ts';

type Write = (chunk: string | Uint8Array, ...rest: unknown[]) => boolean;

/** What one schedule may print unheard. More is let out: its reader ends a flood. */
const HELD_BYTES = 2 ** 20;

let mode: 'told' | 'held' = 'told';
let bytes = 0;

/** `tell`: what is printed from now on. */
export function watchOutput(tell: (text: string) => void): void {
  for (const stream of [process.stdout, process.stderr]) {
    writeAtOnce(stream);
    const write = stream.write.bind(stream) as Write;
    stream.write = ((chunk, ...rest) => {
      bytes += chunk.length;
      if (bytes > (mode === 'held' ? HELD_BYTES : TOLD_BYTES)) return write(chunk, ...rest);
      if (mode === 'told') tell(typeof chunk === 'string' ? chunk : Buffer.from(chunk).toString('utf8'));
      const done = rest.at(-1);
      if (typeof done === 'function') process.nextTick(done as () => void);
      return true;
    }) as Write as typeof stream.write;
  }
}

/** What comes from here on is told, or held back. */
export function output(next: 'told' | 'held'): void {
  mode = next;
  bytes = 0;
}

/** Another schedule begins. */
export function nextSchedule(): void {
  bytes = 0;
}
