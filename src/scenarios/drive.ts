import type { ExploreOptions, Trial } from '../../runtime/src/testing/index.ts';

/**
 * What a program finds around it, by name: values for what it only `declare`s (`connect`), for globals (`fetch`), and
 * modules for what it imports (`node:fs/promises`). It has a `console` that prints nothing, no `fetch`, and the real
 * `@raceguard/runtime`; modules that reach outside (files, processes, sockets, time) have to be given.
 */
export type World = Readonly<Record<string, unknown>>;

/** Runs the program's module and gives its exports. Each call runs it anew: no variable of a module outlives a schedule. */
export type Load<Subject> = (world?: World) => Subject;

/**
 * The same drive for two programs: it fails over the unsafe one under some order of its steps, and passes over the safe
 * one under every order. `Subject` is `typeof import('./unsafe.ts')`.
 */
// biome-ignore lint/suspicious/noExplicitAny: by default any program
export interface Drive<Subject = any> {
  /** What goes wrong, in a few words: `two clients are opened`. */
  readonly hazard: string;
  /** Matches how the unsafe program must fail, as in `error: two clients` or `deadlock: …`, so that it fails for no other reason. */
  readonly failure: RegExp;
  readonly options?: Pick<ExploreOptions, 'timers' | 'allowLeaks' | 'maxSteps'>;
  /** Called once for each schedule, with either program. It fails by throwing, or by an invariant, deadlock or leak. */
  readonly program: (t: Trial, load: Load<Subject>) => unknown;
}
