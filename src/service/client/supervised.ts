/**
 * The analysis process as one thing that lives on when a run of it dies: it is started again, told what it must know, and
 * asked again what it had not answered.
 */
import type { FromService, ServiceMethod, ServiceRequests, ToService } from '../../protocol/service.ts';
import { Cancelled, Failure } from '../../workspace/failure.ts';
import { Child } from './child.ts';
import { Deaths } from './deaths.ts';
import { defaultLimits, type Limits, type ServiceOptions, type ServiceState } from './options.ts';
import { Pending, type RequestOptions } from './pending.ts';

const remedy = 'Restart it with “Raceguard: Restart”; “Raceguard: Show Output” tells more.';

/** Ids of messages that nobody waits for an answer to. */
const startId = 0;
const told = -1;

export class Supervised {
  private readonly options: ServiceOptions;
  private readonly limits: Limits;
  private readonly overlays: ReadonlyMap<string, string>;
  private readonly deaths: Deaths;
  private readonly pending = new Map<number, Pending>();
  private child: Child | undefined;
  private pause: NodeJS.Timeout | undefined;
  private watch: NodeJS.Timeout | undefined;
  private lastId = startId;
  private current: ServiceState = { kind: 'idle' };
  private isDisposed = false;

  /** `overlays`: what the process is told at every start. */
  constructor(options: ServiceOptions, overlays: ReadonlyMap<string, string>) {
    this.options = options;
    this.overlays = overlays;
    this.limits = { ...defaultLimits, ...options.limits };
    this.deaths = new Deaths(this.limits);
  }

  get state(): ServiceState {
    return this.current;
  }

  get pid(): number | undefined {
    return this.child?.pid;
  }

  /**
   * Starts the process if there is none. Rejects with a Failure that names the cause and the remedy, or with Cancelled
   * as soon as the signal aborts.
   */
  request<M extends ServiceMethod>(
    method: M,
    params: ServiceRequests[M]['params'],
    options: RequestOptions = {},
  ): Promise<ServiceRequests[M]['result']> {
    if (this.isDisposed || options.signal?.aborted) return Promise.reject(new Cancelled('The request was cancelled.'));
    if (this.current.kind === 'failed') return Promise.reject(new Failure(this.current.why));
    const id = ++this.lastId;
    const pending = new Pending(id, method, params, options, () => this.cancel(id));
    this.pending.set(id, pending);
    if (this.child) this.child.send(pending.message);
    else if (!this.pause) this.start();
    return pending.promise as Promise<ServiceRequests[M]['result']>;
  }

  /** Tells a process that runs; one that doesn't is told at its start. */
  tell(method: 'overlay' | 'changed', params: unknown): void {
    this.child?.send({ kind: 'request', id: told, method, params });
  }

  /** By hand: at once, whatever was before. What is pending is asked again. */
  restart(): void {
    if (this.isDisposed) return;
    this.deaths.forget();
    this.stop();
    this.start();
  }

  /** Nothing is left of it, and all that is pending is cancelled. */
  dispose(): void {
    this.isDisposed = true;
    this.stop();
    for (const pending of this.pending.values()) pending.cancel();
    this.pending.clear();
  }

  private stop(): void {
    clearTimeout(this.pause);
    clearInterval(this.watch);
    this.pause = undefined;
    this.child?.kill();
    this.child = undefined;
  }

  private start(): void {
    this.pause = undefined;
    this.set({ kind: 'starting' });
    const child = new Child(this.options, {
      message: (message) => this.receive(message),
      ended: (why) => this.died(why),
      log: (line) => this.log(line),
    });
    this.child = child;
    child.send({ kind: 'request', id: startId, method: 'start', params: this.options.start });
    for (const [file, text] of this.overlays) child.send(overlayMessage(file, text));
    for (const pending of this.pending.values()) {
      pending.begun = undefined;
      child.send(pending.message);
    }
    this.watch = setInterval(() => this.endHung(), Math.min(this.limits.hangMs, 10_000)).unref();
  }

  private receive(message: FromService): void {
    if (message.kind === 'log') this.log(message.text);
    else if (message.id === startId && message.kind === 'answer') {
      this.set({ kind: 'ready', version: (message.result as { version: string }).version });
    } else {
      const pending = this.pending.get(message.id);
      if (pending) this.forward(message, pending);
    }
  }

  private forward(message: Exclude<FromService, { kind: 'log' }>, pending: Pending): void {
    if (message.kind === 'begun') pending.begun = performance.now();
    else if (message.kind === 'progress') {
      // It goes on, so it doesn't hang.
      pending.begun = performance.now();
      pending.progress(message.text, message.done, message.total);
    } else {
      this.pending.delete(message.id);
      if (message.kind === 'answer') pending.resolve(message.result);
      else if (message.cancelled) pending.cancel();
      else {
        if (message.detail) this.log(message.detail);
        pending.reject(new Failure(message.message));
      }
    }
  }

  private died(why: string): void {
    clearInterval(this.watch);
    this.child = undefined;
    this.log(`The analysis process ended: ${why}.`);
    for (const [id, pending] of this.pending) {
      if (pending.begun === undefined || ++pending.deaths < this.limits.tries) continue;
      this.pending.delete(id);
      const times = pending.deaths === 1 ? '' : `, ${pending.deaths} times`;
      pending.reject(new Failure(`The analysis process died over ${pending.subject}${times}: ${why}. ${remedy}`));
    }
    const pause = this.deaths.add(performance.now());
    if (pause === undefined) this.fail(why);
    else {
      this.set({ kind: 'starting' });
      this.pause = setTimeout(() => this.start(), pause).unref();
    }
  }

  private fail(why: string): void {
    const seconds = Math.round(this.limits.windowMs / 1000);
    const failed = `The analysis process ended ${this.deaths.count} times within ${seconds} seconds, the last time because ${why}. ${remedy}`;
    this.set({ kind: 'failed', why: failed });
    for (const pending of this.pending.values()) pending.reject(new Failure(failed));
    this.pending.clear();
  }

  private cancel(id: number): void {
    const pending = this.pending.get(id);
    this.pending.delete(id);
    this.child?.send({ kind: 'cancel', id });
    pending?.cancel();
  }

  private endHung(): void {
    const now = performance.now();
    const hung = [...this.pending.values()].find((p) => p.begun !== undefined && now - p.begun > this.limits.hangMs);
    if (!hung || !this.child) return;
    const why = `it hung over ${hung.subject} for ${Math.round(this.limits.hangMs / 1000)} seconds and was ended`;
    this.child.kill();
    this.died(why);
  }

  private log(line: string): void {
    this.options.onLog?.(line);
  }

  private set(state: ServiceState): void {
    if (state.kind === 'starting' && this.current.kind === 'starting') return;
    this.current = state;
    this.options.onState?.(state);
  }
}

function overlayMessage(file: string, text: string): ToService {
  return { kind: 'request', id: told, method: 'overlay', params: { file, text } };
}
