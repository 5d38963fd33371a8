/**
 * For Node alone: what holds between processes.
 *
 * @packageDocumentation
 */
export { LockFileError, LockLostError } from './errors.ts';
export { FileLock, type FileLockOptions, type SyncWaitOptions } from './file-lock.ts';
export type { FileLockHandle } from './handle.ts';
export type { FileLockOwner } from './owner.ts';
