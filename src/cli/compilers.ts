/** The compilers behind the command line. */
import { Failure } from './failure.ts';
import type { Compilers } from './sessions.ts';

export const compilers: Compilers = {
  discover() {
    throw new Failure('not wired yet');
  },
  open() {
    throw new Failure('not wired yet');
  },
};
