export type { Init } from './attempt.ts';
export {
  ArgumentError,
  ClosedError,
  DuplicateIdError,
  RaceguardError,
  type RaceguardErrorCode,
  ReplacedError,
  TimeoutError,
} from './errors.ts';
export { KeyedLazy } from './keyed-lazy.ts';
export { KeyedMutex } from './keyed-mutex.ts';
export { Lazy } from './lazy.ts';
export type { LockHandle } from './lock-handle.ts';
export { Mutex } from './mutex.ts';
export type { NamedOptions, WaitOptions } from './options.ts';
export { Semaphore } from './semaphore.ts';
export { type CloseOptions, TaskRegistry, type TrackOptions } from './task-registry.ts';
export type { Task } from './tracked.ts';
