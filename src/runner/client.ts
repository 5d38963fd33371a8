/** The side of those who show runs: starts the process, passes on what it tells, and sees to it that nothing of it is left. */
import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { RunEvent, RunRequest, StopReason } from '../protocol/runner.ts';
import { reasonOf } from '../workspace/failure.ts';
import { packageFolder } from '../workspace/runtime-of.ts';
import { type ChildOptions, RunnerChild } from './child.ts';
import { eventOf } from './events.ts';
import { Heard } from './heard.ts';
import { makeTemp, removeTemp } from './temp.ts';

export interface RunnerOptions extends ChildOptions {
  readonly signal?: AbortSignal;
  /** What it throws ends the run, and is what `runPrograms` rejects with. */
  readonly onEvent: (event: RunEvent) => void;
  /** Bytes that one program may print. Default 1 MB. */
  readonly floodBytes?: number;
  /** Whether code of the user may run; scenarios of ours always may. Default true. */
  readonly trusted?: boolean;
}

interface Stop {
  readonly why: StopReason;
  readonly message: string;
}

/** So often it is looked whether the process gives signs of life, in the time that it may be without. */
const CHECKS = 5;
const START_MS = 30_000;
/** How long a program may clean up after itself when it is cancelled. */
const GRACE_MS = 300;

/**
 * Runs what is asked for in a process of its own. The last event is `done` or `stopped`; it comes, and the promise
 * resolves, when nothing of the process is left, nor of what it has started. Never throws for what the program did.
 */
export async function runPrograms(request: RunRequest, options: RunnerOptions): Promise<void> {
  const refusal = options.signal?.aborted ? cancelled : refusalOf(request, options);
  if (refusal) return options.onEvent({ event: 'stopped', ...refusal });
  let temp: string;
  try {
    temp = makeTemp();
  } catch (error) {
    const message = `No temporary folder can be made: ${reasonOf(error)}. Make room, or set TMPDIR to a folder that can be written.`;
    return options.onEvent({ event: 'stopped', why: 'refused', message });
  }
  let run: Run;
  try {
    run = new Run(request, options, temp);
  } catch (error) {
    await removeTemp(temp);
    return options.onEvent({ event: 'stopped', ...died(`it could not be started (${(error as Error).message})`) });
  }
  await run.ended;
}

const cancelled: Stop = { why: 'cancelled', message: 'Cancelled.' };

function refusalOf(request: RunRequest, { module, trusted = true }: RunnerOptions): Stop | undefined {
  const refused = (message: string): Stop => ({ why: 'refused', message });
  if (!existsSync(module)) {
    return refused(`Raceguard is not installed whole: ${module} is missing. Install it again; in a checkout build it.`);
  }
  if (request.run !== 'file') return undefined;
  if (!trusted) {
    return refused(
      `${request.file} is code of a workspace that is not trusted, so it is not run. Trust the workspace.`,
    );
  }
  return existsSync(request.file) ? undefined : refused(`${request.file} can't be run: there is no such file.`);
}

class Run {
  readonly ended: Promise<void>;
  readonly #options: RunnerOptions;
  readonly #temp: string;
  readonly #child: RunnerChild;
  readonly #heard: Heard;
  readonly #watch: NodeJS.Timeout;
  readonly #finished: Promise<Stop | undefined>;
  #resolve: (stop: Stop | undefined) => void = () => {};
  #thrown: { readonly error: unknown } | undefined;
  #isOver = false;
  #isCancelled = false;
  #hasBegun = false;
  /** Checks since its last sign of life: a machine that slept does not make it hang. */
  #silent = 0;
  #subject = '';
  #stuckAt = '';

  constructor(request: RunRequest, options: RunnerOptions, temp: string) {
    this.#options = options;
    this.#temp = temp;
    this.#finished = new Promise((resolve) => {
      this.#resolve = resolve;
    });
    const { hangMs = 10_000, floodBytes = 2 ** 20 } = options;
    this.#heard = new Heard(floodBytes, (event) => this.#tell(event));
    this.#child = new RunnerChild(request, options, {
      temp: this.#temp,
      cwd: request.run === 'file' ? startedIn(request.file) : this.#temp,
      line: (line) => this.#receive(line),
      stuck: (text) => {
        this.#stuckAt = text;
      },
      printed: (chunk, from) => this.#print(chunk, from),
      ended: (how) => this.#finish(this.#isCancelled ? cancelled : died(this.#heard.reason(how, this.#child.memory))),
    });
    this.#watch = setInterval(() => {
      this.#silent++;
      // To start takes long on a machine that is busy.
      if (this.#silent > (this.#hasBegun ? CHECKS : Math.max(CHECKS, (CHECKS * START_MS) / hangMs))) {
        this.#finish(this.#hangs(hangMs));
      }
    }, hangMs / CHECKS);
    options.signal?.addEventListener('abort', this.#cancel, { once: true });
    this.ended = this.#end();
  }

  async #end(): Promise<void> {
    const stop = await this.#finished;
    await this.#child.endAll();
    await removeTemp(this.#temp);
    if (this.#thrown) throw this.#thrown.error;
    const { onEvent } = this.#options;
    const dropped = this.#heard.end();
    if (dropped) onEvent(dropped);
    onEvent(stop ? { event: 'stopped', ...stop } : { event: 'done' });
  }

  #receive(line: string): void {
    if (this.#isOver) return;
    this.#silent = 0;
    this.#hasBegun = true;
    this.#stuckAt = '';
    const event = eventOf(line);
    if (!event) {
      const message =
        'The program wrote to the file descriptor 3, by which Raceguard talks to its process. It may only use those that it has opened.';
      this.#finish({ why: 'died', message });
    } else if (event.event === 'done') this.#finish(undefined);
    else if (event.event === 'stopped') this.#finish({ why: event.why, message: event.message });
    else if (event.event !== 'alive') {
      if (event.event === 'began') {
        this.#subject = event.subject.name;
        this.#heard.begin();
      }
      this.#tell(event);
    }
  }

  #print(chunk: Buffer, from: 'stdout' | 'stderr'): void {
    if (this.#heard.add(chunk, from)) return;
    const limit = `${Math.round((this.#options.floodBytes ?? 2 ** 20) / 1024).toLocaleString('en')} kB`;
    this.#finish({
      why: 'floods',
      message: `${this.#named()} printed more than ${limit} in one schedule, and was ended.`,
    });
  }

  #tell(event: RunEvent): void {
    try {
      this.#options.onEvent(event);
    } catch (error) {
      this.#thrown = { error };
      this.#finish(undefined);
    }
  }

  readonly #cancel = (): void => {
    this.#isCancelled = true;
    this.#child.cancel();
    setTimeout(() => this.#finish(cancelled), GRACE_MS).unref();
  };

  #finish(stop: Stop | undefined): void {
    if (this.#isOver) return;
    this.#isOver = true;
    clearInterval(this.#watch);
    this.#options.signal?.removeEventListener('abort', this.#cancel);
    this.#resolve(stop);
  }

  #hangs(ms: number): Stop {
    if (!this.#hasBegun)
      return { why: 'hangs', message: 'The process in which it runs did not start in 30 seconds, and was ended.' };
    const place = /"file":"(.*)","line":(\d+)/.exec(this.#stuckAt);
    const at = place ? ` at ${place[1]}:${place[2]}` : '';
    const message = `${this.#named()} gave no sign of life for ${ms / 1000} seconds, and was ended${at}: its code lets nothing else run.`;
    return { why: 'hangs', message };
  }

  #named(): string {
    return this.#subject ? `\`${this.#subject}\`` : 'The program';
  }
}

function died(reason: string): Stop {
  return { why: 'died', message: `The process in which it ran ended by itself: ${reason}.` };
}

/** Programs of a package are usually started in its folder. */
function startedIn(file: string): string {
  return packageFolder(dirname(file)) ?? dirname(file);
}
