/** A run of the Testing view: one process after the other, and what each tells goes to its item. */
import * as vscode from 'vscode';
import type { RunEvent } from '../../protocol/runner.ts';
import { documentOf } from '../documents.ts';
import type { Ended } from '../scenarios/model.ts';
import type { RunPrograms } from '../scenarios/run.ts';
import { count } from '../scenarios/words.ts';
import { signalOf } from '../tokens.ts';
import { type Job, jobsOf, type Leaf, leafOf, programsOf } from './leaf.ts';
import { locationOf, messageOf } from './message.ts';
import type { Results } from './results.ts';
import { savedFirst } from './save.ts';
import { complaintsOf, descriptionOf, forTerminal, outputOf, progressOf, stoppedBecause } from './tell.ts';

export interface RunParts {
  readonly controller: vscode.TestController;
  readonly leaves: WeakMap<vscode.TestItem, Leaf>;
  readonly results: Results;
  readonly runPrograms: RunPrograms;
}

/** Resolves when nothing of it is left running. */
export async function runTests(
  parts: RunParts,
  request: vscode.TestRunRequest,
  items: ReadonlyMap<Leaf, vscode.TestItem>,
  signal: AbortSignal,
): Promise<void> {
  const run = parts.controller.createTestRun(request);
  const stop = AbortSignal.any([signal, signalOf(run.token)]);
  for (const item of items.values()) run.enqueued(item);
  try {
    const saved = [...items.keys()].some((leaf) => leaf.of === 'program') && (await savedFirst());
    for (const job of jobsOf([...items.keys()])) {
      if (stop.aborted) break;
      const one = new JobRun(parts, run, job, items);
      if (!saved) one.sayWhatIsNotSaved();
      await one.execute(stop);
    }
  } finally {
    run.end();
  }
}

/** One process of it. */
class JobRun {
  private readonly parts: RunParts;
  private readonly run: vscode.TestRun;
  private readonly job: Job;
  /** Those of which the end isn't known. */
  private readonly open: Map<Leaf, vscode.TestItem>;
  private current: vscode.TestItem | undefined;

  constructor(parts: RunParts, run: vscode.TestRun, job: Job, items: ReadonlyMap<Leaf, vscode.TestItem>) {
    this.parts = parts;
    this.run = run;
    this.job = job;
    this.open = new Map(job.leaves.map((leaf) => [leaf, items.get(leaf)!]));
  }

  async execute(signal: AbortSignal): Promise<void> {
    for (const item of this.open.values()) this.parts.results.forget(item);
    // The process takes a moment to come: until then it would look as if nothing had happened.
    this.current = this.open.values().next().value;
    if (this.current) this.run.started(this.current);
    await this.parts.runPrograms(this.job.request, { signal, onEvent: (event) => this.on(event) });
    // Without a word of theirs: the process was stopped, or is another version than this one.
    for (const item of this.open.values()) {
      item.description = '';
      if (signal.aborted) this.run.skipped(item);
      else this.run.errored(item, new vscode.TestMessage('Nothing was told of its end. See the output of Raceguard.'));
    }
  }

  private on(event: RunEvent): void {
    switch (event.event) {
      case 'output':
        this.print(event.text, event.droppedBytes);
        return;
      case 'stopped':
        if (event.why !== 'cancelled') this.stopped(stoppedBecause(event.why, event.message));
        return;
      case 'done':
        return;
      default:
        this.tell(event);
    }
  }

  /** What one of the programs told. */
  private tell(event: Extract<RunEvent, { subject: unknown }>): void {
    const leaf = leafOf(this.job, event.subject);
    const item = leaf && this.open.get(leaf);
    if (!item) return;
    if (event.event === 'began' && item !== this.current) this.run.started(item);
    this.current = item;
    if (event.event === 'progress') item.description = progressOf(event);
    if (event.event === 'step') this.print(`  ${event.text}\n`);
    if (event.event === 'ended') this.ended(leaf, item, event);
  }

  private ended(leaf: Leaf, item: vscode.TestItem, end: Ended): void {
    const ended = this.parts.results.add(item, end);
    if (ended.length === 1) this.print(`${item.parent ? `${item.parent.label}: ` : ''}${item.label}\n`);
    this.print(outputOf(end));
    if (ended.length < programsOf(leaf)) return;
    this.open.delete(leaf);
    item.description = descriptionOf(ended);
    const ms = ended.reduce((sum, { result }) => sum + result.ms, 0);
    const messages = complaintsOf(ended).map((complaint) => messageOf(complaint, item));
    if (messages.length === 0) this.run.passed(item, ms);
    else this.run.failed(item, messages, ms);
  }

  /** Those that were not run yet are told so: their process is gone. */
  private stopped(message: string): void {
    this.print(`${message}\n`);
    for (const item of this.open.values()) {
      const told = new vscode.TestMessage(item === this.current ? message : `It was not run. ${message}`);
      const location = locationOf(item);
      if (location) told.location = location;
      item.description = '';
      this.run.errored(item, told);
    }
    this.open.clear();
  }

  /** What lies on the disk is run. */
  sayWhatIsNotSaved(): void {
    const { request } = this.job;
    if (request.run !== 'file') return;
    const document = documentOf(vscode.Uri.file(request.file));
    if (document?.isDirty)
      this.print(`${request.file} has changes that aren't saved, and that this run knows nothing of.\n`);
  }

  private print(text: string, droppedBytes = 0): void {
    const dropped = droppedBytes ? `${text.endsWith('\n') ? '' : '\n'}… and ${count(droppedBytes)} bytes more\n` : '';
    this.run.appendOutput(forTerminal(`${text}${dropped}`), undefined, this.current);
  }
}
