import { AsyncLocalStorage } from 'node:async_hooks';
import { promiseHooks } from 'node:v8';
import type { Diagnosis } from './diagnosis.ts';
import { placeOf, stackHere } from './place.ts';

/** What can be waited for: an object, or a key of one. */
export interface Resource {
  readonly owner: object;
  readonly key?: unknown;
  readonly label: string;
}

/** Code that somebody waits for until it has ended: under a lock, an init function, a task. */
export class Region {
  /** Whether it has begun and not ended: only then does somebody wait for it. */
  active = false;
  readonly resource: Resource;
  /** The region whose code called this one and awaits it. A task has none: nobody needs to await it. */
  readonly parent: Region | undefined;
  readonly stack: string = stackHere();

  constructor(resource: Resource, parent: Region | undefined) {
    this.resource = resource;
    this.parent = parent;
  }

  within(outer: Region): boolean {
    for (let region: Region | undefined = this; region !== undefined; region = region.parent) {
      if (region === outer) return true;
    }
    return false;
  }

  isHeldBy({ owner, key }: Resource): boolean {
    return owner === this || (owner === this.resource.owner && key === this.resource.key);
  }
}

interface Wait {
  readonly resource: Resource;
  readonly region: Region | undefined;
  readonly stack: string;
  timer: NodeJS.Timeout | undefined;
}

/** Who waits for what, and inside which regions. A wait that leads back to a region around it never ends. */
export class WaitGraph {
  readonly #tell: (diagnosis: Diagnosis) => void;
  readonly #patienceMs: number;
  readonly #context = new AsyncLocalStorage<Region | undefined>();
  readonly #regions = new Set<Region>();
  readonly #waits = new Set<Wait>();
  readonly #waitable = new WeakMap<Promise<unknown>, Resource>();
  readonly #stopHook: () => void;
  /** Each thing is told of once. */
  readonly #told = new WeakSet<object>();
  #isOwn = false;

  constructor(tell: (diagnosis: Diagnosis) => void, patienceMs: number) {
    this.#tell = tell;
    this.#patienceMs = patienceMs;
    // A promise that is only returned is no wait: one begins when somebody awaits it.
    this.#stopHook = promiseHooks.onInit((_promise, parent) => {
      const resource = parent === undefined || this.#isOwn ? undefined : this.#waitable.get(parent);
      if (resource !== undefined) this.#wait(resource, parent as Promise<unknown>);
    }) as () => void;
  }

  /** Calls `fn` inside a new region, which begins and ends when told. */
  region<T>(resource: Resource, fn: (region: Region) => T, isTask = false): T {
    const region = new Region(resource, isTask ? undefined : this.#context.getStore());
    return this.#context.run(region, () => fn(region));
  }

  begin(region: Region): void {
    region.active = true;
    this.#regions.add(region);
  }

  end(region: Region): void {
    region.active = false;
    this.#regions.delete(region);
  }

  /** The region ends when `promise` settles. */
  endsWith<T extends Promise<unknown>>(region: Region, promise: T): T {
    // Code that returns what it waits for, in place of awaiting it, waits for it no less.
    const resource = this.#waitable.get(promise);
    if (resource !== undefined) this.#context.run(region, () => this.#wait(resource, promise));
    const over = () => this.end(region);
    this.#own(() => promise.then(over, over));
    return promise;
  }

  /** Nothing more will happen: what waits now waits for ever. */
  endOfProcess(): void {
    for (const wait of this.#waits) this.#judge(wait);
    for (const wait of this.#waits) this.#tellStuck(wait);
  }

  /** Whoever awaits `promise` waits for the resource. */
  waitable<T extends Promise<unknown>>(resource: Resource, promise: T): T {
    this.#waitable.set(promise, resource);
    return promise;
  }

  #wait(resource: Resource, promise: Promise<unknown>): void {
    const wait: Wait = { resource, region: this.#context.getStore(), stack: stackHere(), timer: undefined };
    this.#waits.add(wait);
    wait.timer = setTimeout(() => this.#judge(wait), this.#patienceMs);
    wait.timer.unref();
    const over = () => this.#forget(wait);
    this.#own(() => promise.then(over, over));
  }

  #own(fn: () => unknown): void {
    this.#isOwn = true;
    fn();
    this.#isOwn = false;
  }

  stop(): void {
    this.#stopHook();
    for (const wait of this.#waits) this.#forget(wait);
    this.#regions.clear();
    this.#context.disable();
  }

  #forget(wait: Wait): void {
    clearTimeout(wait.timer);
    this.#waits.delete(wait);
  }

  #judge(wait: Wait): void {
    const circle = this.#circle(wait, wait, new Set());
    if (circle === undefined || this.#told.has(wait.resource.owner)) return;
    this.#forget(wait);
    this.#told.add(wait.resource.owner);
    const chain = circle.map((step) => `  ${step}`).join('\n');
    const remedy = 'Do not wait for it inside itself: hand on what is held, or wait outside.';
    const message = `${wait.resource.label} waits for itself, for ever:\n${chain}\n${remedy}`;
    this.#tell({ code: 'RACEGUARD_SELF_WAIT', message });
  }

  #tellStuck({ resource, stack }: Wait): void {
    if (this.#told.has(resource.owner)) return;
    this.#told.add(resource.owner);
    const entered = this.#holders(resource).map((region) => `, and was entered at ${placeOf(region.stack)}`);
    const waits = `${resource.label} is still waited for at ${placeOf(stack)}${entered.join('')}`;
    const remedy = 'Whoever has it never ended or released it; was it acquired twice?';
    this.#tell({ code: 'RACEGUARD_STUCK', message: `The process ends while ${waits}. ${remedy}` });
  }

  /** The steps from one wait back to a region around the first. */
  #circle(first: Wait, wait: Wait, seen: Set<Wait>): string[] | undefined {
    seen.add(wait);
    const waits = `waits for ${wait.resource.label} at ${placeOf(wait.stack)}`;
    for (const holder of this.#holders(wait.resource)) {
      const entered = `${holder.resource.label} is entered at ${placeOf(holder.stack)}`;
      if (first.region?.within(holder)) {
        return wait === first ? [...path(first.region, holder), waits] : [waits, `${entered} around the first`];
      }
      for (const next of this.#waits) {
        if (seen.has(next) || !next.region?.within(holder)) continue;
        const rest = this.#circle(first, next, seen);
        if (rest !== undefined) return [waits, entered, ...rest];
      }
    }
    return undefined;
  }

  #holders(resource: Resource): Region[] {
    return [...this.#regions].filter((region) => region.isHeldBy(resource));
  }
}

/** The regions from the outer to the inner. */
function path(inner: Region, outer: Region): string[] {
  const steps: string[] = [];
  for (let region: Region | undefined = inner; region !== undefined; region = region.parent) {
    steps.unshift(`${region.resource.label} is entered at ${placeOf(region.stack)}`);
    if (region === outer) break;
  }
  return steps;
}
