/**
 * How the runner and its parent talk: lines of JSON over a pipe of their own. It is not Node's IPC channel, for that one
 * throws in the parent on bytes that are no message, and would hand the program a `process.send`.
 */
import { Socket } from 'node:net';
import { StringDecoder } from 'node:string_decoder';
import type { RunEvent, RunRequest } from '../protocol/runner.ts';

/** Which of the child's files the pipe is. */
export const CHANNEL_FD = 3;
/** By this one a thread of it tells where it hangs. */
export const STUCK_FD = 4;
/** So often the child says that its event loop turns. */
export const ALIVE_MS = 200;
/** Of what a program prints so much is told. */
export const TOLD_BYTES = 64 * 1024;
/** A longer line is no event. */
const MOST = 64 * 2 ** 20;

export type FromRunner = RunEvent | { readonly event: 'alive' };
export type ToRunner = RunRequest | { readonly run: 'cancel' };

/** Cuts a stream into lines, whatever its pieces. `line` gets each without its end. */
export function lines(line: (text: string) => void, tooLong: () => void = () => {}): (chunk: Buffer) => void {
  const decoder = new StringDecoder('utf8');
  let rest = '';
  return (chunk) => {
    rest += decoder.write(chunk);
    let start = 0;
    for (let end = rest.indexOf('\n'); end >= 0; end = rest.indexOf('\n', start)) {
      line(rest.slice(start, end));
      start = end + 1;
    }
    rest = rest.slice(start);
    if (rest.length <= MOST) return;
    rest = '';
    tooLong();
  };
}

/**
 * The child's end. What it sends goes out at once, before a program can hang or die; while the parent does not read, it
 * waits, so that nothing piles up.
 */
export class ParentChannel {
  readonly #socket = new Socket({ fd: CHANNEL_FD, readable: true, writable: true });

  /** `gone`: the parent has ended, or has closed its side. */
  constructor(received: (message: ToRunner) => void, gone: () => void) {
    writeAtOnce(this.#socket);
    this.#socket.on(
      'data',
      lines((line) => received(JSON.parse(line) as ToRunner)),
    );
    this.#socket.on('error', gone);
    this.#socket.on('close', gone);
  }

  send(event: FromRunner): void {
    this.#socket.write(`${JSON.stringify(event)}\n`);
  }
}

/** Writes to a pipe return when the system has taken them, as Node itself does it for stdout on Windows. */
export function writeAtOnce(stream: object): void {
  const { _handle: handle } = stream as { _handle?: { setBlocking?(blocking: boolean): unknown } };
  handle?.setBlocking?.(true);
}
