/**
 * What any JavaScript engine runs: no types and no globals of Node are needed.
 *
 * @packageDocumentation
 */
export type { Init } from './attempt.ts';
export { CancellationToken } from './cancellation-token.ts';
export {
  ArgumentError,
  CancelledError,
  ClosedError,
  DuplicateIdError,
  RaceguardError,
  type RaceguardErrorCode,
  ReplacedError,
  TaskGroupError,
  TimeoutError,
} from './errors.ts';
export { KeyedLazy } from './keyed-lazy.ts';
export { KeyedMutex } from './keyed-mutex.ts';
export { Lazy } from './lazy.ts';
export type { LockHandle } from './lock-handle.ts';
export { Mutex } from './mutex.ts';
export type { NamedOptions, WaitOptions } from './options.ts';
export { Semaphore } from './semaphore.ts';
export { SharedCancellationToken } from './shared-cancellation-token.ts';
export { TaskGroup, type TaskGroupState } from './task-group.ts';
export type { GroupTask, SpawnOptions, StuckTask, TaskGroupOptions } from './task-group-options.ts';
export { type CloseOptions, TaskRegistry, type TrackOptions } from './task-registry.ts';
export type { Cancellation, TokenSnapshot } from './token-epoch.ts';
export type { Task } from './tracked.ts';
