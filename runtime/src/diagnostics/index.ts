export type { Diagnosis } from './diagnosis.ts';
export { type DiagnosticsOptions, enableDiagnostics } from './enable.ts';
