import { ArgumentError } from '../errors.ts';
import { type Access, CLOCK, type Resources } from './access.ts';
import { isKeyed } from './collection.ts';
import type { Lane } from './lane.ts';
import { unlike } from './names.ts';
import { preview } from './preview.ts';
import { checkProperty } from './property.ts';
import type { Parked, Run } from './run.ts';
import { type Entry, sitesOfCaller } from './sites.ts';
import { type WrapOptions, type Wrapped, wrap } from './wrap.ts';

/** What the code of a task can do with the explorer. */
export interface Task {
  /** The task's name; `program` for the program itself. */
  readonly name: string;
  /** Virtual time in milliseconds; it starts at 0 in every run. */
  readonly now: number;
  /** Waits here until it is chosen. Everything from here to the task's next step is one step, and runs alone. */
  step(label?: string, access?: Access): Promise<void>;
  /**
   * Waits for `ms` milliseconds of virtual time. Timers fire in the order they are due, each when all other tasks wait,
   * or sooner: then the others were slow.
   */
  sleep(ms: number, label?: string): Promise<void>;
  /** Shows these values in the timeline, at the step that runs. */
  note(...values: unknown[]): void;
}

/**
 * One run of a program. As a {@link Task} it is the program itself, or whichever task calls.
 *
 * @remarks On Node, Deno and Bun a call belongs to the task it comes from. Elsewhere it counts for the task that was
 * chosen last, unless it is made through the task itself: then the timeline is less exact, and fewer orders are left
 * out.
 *
 * @example
 * ```ts
 * import { explore } from '@raceguard/runtime/testing';
 *
 * const result = await explore(
 *   async (t) => {
 *     let stock = 1;
 *     t.invariant('stock is never negative', () => {
 *       if (stock < 0) throw new Error(`${stock} left`);
 *     });
 *     for (const name of ['A', 'B']) {
 *       t.task(name, async (task) => {
 *         const seen = stock;
 *         task.note('sees', seen);
 *         await task.step('pays');
 *         if (seen > 0) stock--;
 *       });
 *     }
 *     await t.all();
 *   },
 *   { name: 'shop' },
 * );
 * console.log(result.failure?.kind); // prints invariant
 * ```
 */
export interface Trial extends Task {
  /**
   * Begins a task; `fn` starts when it is chosen. Whatever it throws fails the schedule.
   *
   * @param access what `fn` touches up to its first step; by default anything
   */
  task<R>(name: string, fn: (task: Task) => R | PromiseLike<R>, access?: Access): Promise<R>;
  /** Waits until all tasks have ended, those that begin meanwhile included. Better than `Promise.all`: see {@link Access}. */
  all(): Promise<void>;
  /** A function whose calls are steps of the task that calls. */
  wrap<A extends unknown[], R>(fn: (...args: A) => R, options?: WrapOptions<A>): Wrapped<A, R>;
  /**
   * The object with these methods wrapped, by default all: then every one of them is taken to be asynchronous. What the
   * object calls on itself is not wrapped.
   */
  wrapAll<T extends object>(object: T, methods?: readonly (keyof T)[] | { [K in keyof T]?: WrapOptions | true }): T;
  /** Checked before the first step and after every step; it fails by throwing. `access`: what it looks at. */
  invariant(check: () => void, access?: Access): void;
  invariant(name: string, check: () => void, access?: Access): void;
  /**
   * Shows a shared location in the timeline: its value before the first step and after every step. It changes nothing
   * of what the program does or which orders are tried.
   *
   * `watch(object, key)` also tells each read and write of the property (a TypeScript `private` one too), with its place
   * in the source. A Map, Set or array in it is written by the methods that change it. `watch(map, key)` and
   * `watch(set, key)` tell it of one entry, by `get`, `has` and the methods that change it.
   *
   * A change that takes another way, such as `list[0] = x`, `Object.defineProperty` or that of an element of a typed
   * array, is told at the end of its step, without a place. What invariants read is not told. Where an object shows no more than its type, a second one is
   * `Client #2`. Of most runs nothing is written down, only of those that a timeline is made of: in these the property
   * is an accessor until the run has ended, and while the object has none, its prototype is a stand-in that acts alike.
   *
   * @throws ArgumentError for a `#private`, frozen, read-only or accessor property: it says what to watch instead
   *
   * @example
   * ```ts
   * import { explore } from '@raceguard/runtime/testing';
   *
   * class Basket {
   *   private sum = 0;
   *   async add(price: () => Promise<number>): Promise<void> {
   *     this.sum += await price();
   *   }
   *   get total(): number {
   *     return this.sum;
   *   }
   * }
   * const { timeline } = await explore(async (t) => {
   *   const basket = new Basket();
   *   t.watch(basket, 'sum');
   *   for (const name of ['A', 'B']) t.task(name, () => basket.add(t.wrap(async () => 5)));
   *   await t.all();
   *   if (basket.total !== 10) throw new Error(`${basket.total} instead of 10`);
   * });
   * const told = timeline?.steps.flatMap(({ task, accesses }) =>
   *   accesses.map(({ kind, value }) => `${task} ${kind}s ${value}`),
   * );
   * console.log(told?.slice(0, 4).join(', ')); // prints A reads 0, B reads 0, B writes 5, A writes 5
   * ```
   */
  watch(name: string, read: () => unknown): void;
  watch<K>(collection: { has(key: K): boolean }, key: K, name?: string): void;
  watch<T extends object>(object: T, key: keyof T | (string & {}), name?: string): void;
}

/** @internal */
export class Handle implements Task {
  protected readonly run: Run;
  protected readonly resources: Resources;
  readonly #lane: Lane | undefined;

  constructor(run: Run, resources: Resources, lane?: Lane) {
    this.run = run;
    this.resources = resources;
    this.#lane = lane;
  }

  get name(): string {
    return this.lane.name;
  }

  get now(): number {
    this.run.touch(CLOCK, 0);
    return this.run.now;
  }

  step(label = 'step', access?: Access): Promise<void> {
    return new Promise((resolve) => {
      this.run.park(this.lane, label, this.resources.footprint(access), resolve, this.called(this.step));
    });
  }

  sleep(ms: number, label?: string): Promise<void> {
    if (!(ms >= 0)) throw new ArgumentError(`sleep(${String(ms)}): give milliseconds, zero or more.`);
    return new Promise((resolve) => {
      const due = this.run.now + ms;
      this.run.park(this.lane, label ?? `sleep ${ms} ms`, this.resources.footprint(undefined), resolve, {
        due,
        ...this.called(this.sleep),
      });
    });
  }

  note(...values: unknown[]): void {
    const { recording } = this.run;
    if (recording === undefined) return;
    const text = values.map((value) => (typeof value === 'string' ? value : recording.show(value))).join(' ');
    recording.note(text, this.lane.name);
  }

  protected get lane(): Lane {
    return this.#lane ?? this.run.here();
  }

  /** Where the program calls this method, if it is to be told. */
  protected called(method: Entry): Parked | undefined {
    return this.run.recording && { sites: sitesOfCaller(method) };
  }
}

/** @internal */
export class RunTrial extends Handle implements Trial {
  task<R>(name: string, fn: (task: Task) => R | PromiseLike<R>, access?: Access): Promise<R> {
    if (typeof fn !== 'function') throw new ArgumentError(`task(${preview(name)}) was given no function to run.`);
    const { run, resources } = this;
    const lane = run.addLane(unlike(run.lanes, name));
    const handle = new Handle(run, resources, lane);
    return new Promise((resolve) => {
      const start = () => resolve(run.begin(lane, () => fn(handle)));
      run.park(lane, 'starts', resources.footprint(access), start, this.called(this.task));
    });
  }

  all(): Promise<void> {
    return new Promise((resolve, reject) => {
      const { run } = this;
      const done = () => {
        // A half-done program would only fail for reasons that follow from the first.
        if (run.fault?.kind === 'error') reject(run.fault.error);
        else resolve();
      };
      run.park(this.lane, 'all tasks have ended', this.resources.footprint(undefined), done, {
        joins: true,
        ...this.called(this.all),
      });
    });
  }

  wrap<A extends unknown[], R>(fn: (...args: A) => R, options?: WrapOptions<A>): Wrapped<A, R> {
    return wrap(this.run, this.resources, fn, options);
  }

  wrapAll<T extends object>(object: T, methods?: readonly (keyof T)[] | { [K in keyof T]?: WrapOptions | true }): T {
    const named = new Map<PropertyKey, WrapOptions>();
    if (Array.isArray(methods)) for (const key of methods) named.set(key, {});
    else for (const [key, options] of Object.entries(methods ?? {})) named.set(key, options === true ? {} : options);
    const wrapped = new Map<PropertyKey, unknown>();
    return new Proxy(object, {
      get: (target, key) => {
        const value: unknown = Reflect.get(target, key);
        if (typeof value !== 'function' || key === 'constructor') return value;
        let made = wrapped.get(key);
        if (made === undefined) {
          const fn = value.bind(target);
          const options = methods === undefined && typeof key === 'string' ? {} : named.get(key);
          made = options === undefined ? fn : this.wrap(fn, { name: String(key), ...options });
          wrapped.set(key, made);
        }
        return made;
      },
    });
  }

  invariant(first: string | (() => void), second?: (() => void) | Access, third?: Access): void {
    const named = typeof first === 'string';
    const check = named ? second : first;
    if (typeof check !== 'function') throw new ArgumentError('invariant() was given no function that checks.');
    const access = named ? third : (second as Access | undefined);
    this.run.invariants.add(named ? first : '', check, this.resources.footprint(access));
  }

  watch(first: unknown, second: unknown, third?: string): void {
    const watched = this.run.recording?.watched;
    if (typeof first === 'string' && typeof second === 'function') {
      watched?.value(first, second as () => unknown);
    } else if (isKeyed(first)) {
      if (!watched?.has(first, second)) watched?.entry(first, second, third ?? nameOf(second));
    } else if (isObject(first) && isKey(second)) {
      const key = typeof second === 'number' ? String(second) : second;
      if (watched?.has(first, key)) return;
      checkProperty(first, key);
      watched?.property(first, key, third ?? nameOf(key));
    } else {
      throw new ArgumentError(
        `watch(${preview(first)}, ${preview(second)}): give a name and a function that reads, or an object and the ` +
          'name of its property.',
      );
    }
  }
}

function nameOf(key: unknown): string {
  return typeof key === 'string' ? key : preview(key);
}

function isObject(value: unknown): value is object {
  return (typeof value === 'object' && value !== null) || typeof value === 'function';
}

function isKey(value: unknown): value is PropertyKey {
  return typeof value === 'string' || typeof value === 'number' || typeof value === 'symbol';
}
