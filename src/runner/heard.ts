/** What the programs print: passed on up to a limit, and counted. */
import { StringDecoder } from 'node:string_decoder';
import type { RunEvent } from '../protocol/runner.ts';
import { TOLD_BYTES } from './channel.ts';
import type { HowEnded } from './child.ts';

/** Of what came last on stderr, to tell why the process ended. */
const KEPT = 4000;

export class Heard {
  readonly #most: number;
  readonly #tell: (event: RunEvent) => void;
  readonly #decoders = { stdout: new StringDecoder('utf8'), stderr: new StringDecoder('utf8') };
  #bytes = 0;
  #droppedBytes = 0;
  #errors = '';
  #isOver = false;

  constructor(most: number, tell: (event: RunEvent) => void) {
    this.#most = most;
    this.#tell = tell;
  }

  /** Another program begins. */
  begin(): void {
    this.#bytes = 0;
  }

  /** Returns whether that is not too much. */
  add(chunk: Buffer, from: 'stdout' | 'stderr'): boolean {
    if (this.#isOver) return true;
    const room = Math.max(TOLD_BYTES - this.#bytes, 0);
    this.#bytes += chunk.length;
    this.#droppedBytes += Math.max(chunk.length - room, 0);
    const told = this.#decoders[from].write(chunk.subarray(0, room));
    if (from === 'stderr') this.#errors = (this.#errors + chunk.toString('utf8')).slice(-KEPT);
    if (told !== '') this.#tell({ event: 'output', text: told });
    return this.#bytes <= this.#most;
  }

  /** Nothing more is passed on. Returns how much was not. */
  end(): RunEvent | undefined {
    this.#isOver = true;
    return this.#droppedBytes === 0 ? undefined : { event: 'output', text: '', droppedBytes: this.#droppedBytes };
  }

  /** Why the process ended, as a part of a sentence. `memory`: megabytes that it had. */
  reason({ code, signal, error }: HowEnded, memory: number): string {
    if (error) return `it could not be started (${error.message})`;
    if (/heap out of memory|Allocation failed|out of memory:/i.test(this.#errors)) {
      return `it ran out of memory (${memory.toLocaleString('en')} MB)`;
    }
    const thrown = /^\w*Error(?: \[\w+\])?: .*$/m.exec(this.#errors)?.[0];
    if (thrown) return `it failed with ${thrown}`;
    return signal ? `it was ended by ${signal}` : `it ended with code ${code}`;
  }
}
