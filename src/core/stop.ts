/** A check that is stopped on the way: what it learnt so far is kept, and the next check of the file goes on from there. */

/** Thrown through rules and walks when a host wants its thread back; never becomes a problem of a rule. */
export class Stopped extends Error {
  override readonly name = 'Stopped';
  constructor() {
    super('The check was stopped by its host.');
  }
}
