/** A drive that fails over a rule's `bad.ts` under some order of its steps, and passes over `fixed.ts` under every order. */
export type { Drive as Proof, Load, World } from '../../../src/scenarios/drive.ts';
