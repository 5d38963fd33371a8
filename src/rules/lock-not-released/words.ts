/** The words for what is lost when a lock stays taken. */
import type { Leak } from './leaks.ts';

/** What is said of a lock, by how it was taken. */
interface Words {
  readonly takes: string;
  readonly stays: (lock: string) => string;
  readonly follows: string;
  readonly meets: (lock: string) => string;
}

export const words: Readonly<Record<Leak['kind'], Words>> = {
  awaited: {
    takes: 'takes',
    stays: (lock) => `\`${lock}\` stays taken`,
    follows: 'all who come later wait for ever',
    meets: (lock) => `waits for ${lock} for ever`,
  },
  tried: {
    takes: 'takes',
    stays: (lock) => `\`${lock}\` stays taken`,
    follows: 'nobody gets it any more',
    meets: (lock) => `does not get ${lock} any more`,
  },
  borrowed: {
    takes: 'borrows from',
    stays: (lock) => `What \`${lock}\` lent is not given back`,
    follows: 'when all are out, who comes later waits for ever',
    meets: (lock) => `waits for ${lock} for ever, once all are out`,
  },
};
