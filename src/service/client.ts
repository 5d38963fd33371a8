/**
 * The analysis process, as the extension sees it. Files being edited are checked in a process that keeps their projects
 * open; a workspace is checked in one of its own, so that nobody waits for it and cancelling it is ending it.
 */
import type { CheckAnswer, FixAnswer, FixRequest } from '../protocol/messages.ts';
import type { FixAllResult, ServiceRequests, WorkspaceResult } from '../protocol/service.ts';
import type { ServiceOptions, ServiceState } from './client/options.ts';
import type { RequestOptions } from './client/pending.ts';
import { Supervised } from './client/supervised.ts';

export type { ServiceOptions, ServiceState } from './client/options.ts';
export type { RequestOptions } from './client/pending.ts';

/**
 * Every request rejects with a Failure, whose message names the cause and the remedy, or with Cancelled: its signal
 * aborted, a newer check of the same file took its place, or the client was disposed.
 */
export class ServiceClient {
  private readonly options: ServiceOptions;
  private readonly overlays = new Map<string, string>();
  private readonly editing: Supervised;
  private readonly workspaceChecks = new Set<Supervised>();

  /** Starts no process yet. */
  constructor(options: ServiceOptions) {
    this.options = options;
    this.editing = new Supervised(options, this.overlays);
  }

  get state(): ServiceState {
    return this.editing.state;
  }

  /** Of the processes that run now. */
  get pids(): readonly number[] {
    return [this.editing, ...this.workspaceChecks].flatMap((each) => each.pid ?? []);
  }

  /** `text` stands in for the file from now on, over restarts, too; undefined: what lies on the disk. */
  overlay(file: string, text: string | undefined): void {
    if (text === undefined) this.overlays.delete(file);
    else this.overlays.set(file, text);
    this.editing.tell('overlay', { file, text });
  }

  /** Files were made, changed or removed on the disk: sources, configurations, package.json. */
  changed(files: readonly string[]): void {
    this.editing.tell('changed', { files });
  }

  checkFile(file: string, options?: RequestOptions): Promise<CheckAnswer> {
    return this.editing.request('checkFile', { file }, options);
  }

  fix(request: FixRequest, options?: RequestOptions): Promise<FixAnswer> {
    return this.editing.request('fix', request, options);
  }

  fixAll(params: ServiceRequests['fixAll']['params'], options?: RequestOptions): Promise<FixAllResult> {
    return this.editing.request('fixAll', params, options);
  }

  addRuntime(folder: string): Promise<ServiceRequests['addRuntime']['result']> {
    return this.editing.request('addRuntime', { folder });
  }

  runtimeOf(file: string, options?: RequestOptions): Promise<ServiceRequests['runtimeOf']['result']> {
    return this.editing.request('runtimeOf', { file }, options);
  }

  /** With the overlays of now. */
  async checkWorkspace(folders: readonly string[], options?: RequestOptions): Promise<WorkspaceResult> {
    const { onState, ...rest } = this.options;
    const process = new Supervised(rest, new Map(this.overlays));
    this.workspaceChecks.add(process);
    try {
      return await process.request('checkWorkspace', { folders }, options);
    } finally {
      this.workspaceChecks.delete(process);
      process.dispose();
    }
  }

  /** By hand, also out of `failed`. What is pending is asked again. */
  restart(): void {
    this.editing.restart();
  }

  /** No process is left behind. What is pending is cancelled. */
  dispose(): void {
    for (const each of [this.editing, ...this.workspaceChecks]) each.dispose();
  }
}
