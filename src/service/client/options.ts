/** How a client starts the analysis process, and what it is told of it. */
import type { ServiceStart } from '../../protocol/service.ts';

export type ServiceState =
  /** Nobody has asked yet, so there is no process. */
  | { readonly kind: 'idle' }
  | { readonly kind: 'starting' }
  | { readonly kind: 'ready'; readonly version: string }
  /** It is not started again until `restart`. Names the cause and the remedy. */
  | { readonly kind: 'failed'; readonly why: string };

export interface ServiceOptions {
  /** The bundle, `dist/service.js`. */
  readonly module: string;
  readonly start: ServiceStart;
  onState?(state: ServiceState): void;
  onLog?(line: string): void;
  /** Default: that of this process. */
  readonly execPath?: string;
  /** Beside the environment of this process; undefined takes a variable away. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Megabytes of heap, beside which the compiler of TypeScript 7 has a process of its own. Default: 4096. */
  readonly memory?: number;
  readonly limits?: Partial<Limits>;
}

export interface Limits {
  /** So many deaths within `windowMs` and the process is not started again. */
  readonly deaths: number;
  readonly windowMs: number;
  /** Pauses before the first start again, the second, …; the last one goes on. */
  readonly pausesMs: readonly number[];
  /** A request that died with the process so often fails instead of being sent again. */
  readonly tries: number;
  /** A request that is being worked on for longer has hung: the process is ended. */
  readonly hangMs: number;
}

export const defaultLimits: Limits = {
  deaths: 5,
  windowMs: 60_000,
  pausesMs: [0, 500, 2000, 5000],
  tries: 2,
  hangMs: 5 * 60_000,
};
