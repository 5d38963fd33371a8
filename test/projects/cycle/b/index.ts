import type { A } from '../a/index.ts';
export interface B { a?: A }
export declare const b: B;
