/**
 * For development on Node: finds, while a program runs, waits that never end and locks that were lost.
 *
 * @packageDocumentation
 */
export type { Diagnosis } from './diagnosis.ts';
export { type DiagnosticsOptions, enableDiagnostics } from './enable.ts';
