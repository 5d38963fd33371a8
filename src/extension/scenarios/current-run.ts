/** The run that the panel shows: it is started, replayed and cancelled here, and there is one at a time. */
import { randomUUID } from 'node:crypto';
import type { RunEvent, RunRequest, Subject } from '../../protocol/runner.ts';
import type { About } from './messages.ts';
import { afterReplay, begun, type Ended, finished, type Part, partKey, type Run, reduce, replayOf } from './model.ts';
import type { RunPrograms } from './run.ts';

export interface RunListener {
  /** Another run is shown, or another state of it than events tell. */
  changed(): void;
  /** It has come; the run knows it already. */
  event(event: RunEvent): void;
}

export class CurrentRun {
  about: About | undefined;
  run: Run | undefined;
  private readonly programs: RunPrograms;
  private readonly listener: RunListener;
  /** Of the latest run, also when it is over. */
  private control = new AbortController();

  constructor(programs: RunPrograms, listener: RunListener) {
    this.programs = programs;
    this.listener = listener;
  }

  part(key: string): Part | undefined {
    return this.run?.parts.find(({ subject }) => partKey(subject) === key);
  }

  /** What came of a run elsewhere, or before the window was opened again. Ends the one that goes on. */
  show(about: About, run: Run): void {
    this.renew(about, run);
  }

  showResults(about: About, request: RunRequest, results: readonly Ended[]): void {
    this.renew(about, finished(randomUUID(), request, results));
  }

  /**
   * Ends the run that goes on and begins this one, once `ready` is there: what shows it. Resolves when nothing of it is left.
   */
  async start(about: About, request: RunRequest, ready?: () => Promise<void>): Promise<void> {
    const { signal } = this.renew(about, begun(randomUUID(), request, request));
    await ready?.();
    await this.execute(request, signal);
  }

  /** All of it once more, also after a replay of one schedule. */
  async again(): Promise<void> {
    if (this.about && this.run) await this.start(this.about, this.run.whole);
  }

  /** Only one schedule. What was shown before comes back where it can't be run. */
  async replay(subject: Subject, choices: string): Promise<void> {
    const { about, run: before } = this;
    if (!about || !before) return;
    const request = replayOf(before.whole, subject, choices);
    const { signal } = this.renew(about, begun(randomUUID(), request, before.whole));
    await this.execute(request, signal);
    if (this.control.signal !== signal || !this.run) return;
    this.run = afterReplay(before, this.run);
    this.listener.changed();
  }

  cancel(): void {
    this.control.abort();
  }

  private renew(about: About, run: Run): AbortController {
    this.control.abort();
    this.control = new AbortController();
    this.about = about;
    this.run = run;
    this.listener.changed();
    return this.control;
  }

  private execute(request: RunRequest, signal: AbortSignal): Promise<void> {
    return this.programs(request, {
      signal,
      onEvent: (event) => {
        // What an older run still tells is about what nobody looks at any more.
        if (this.control.signal !== signal || !this.run) return;
        this.run = reduce(this.run, event);
        this.listener.event(event);
      },
    });
  }
}
