/** What other files may know of a file. */
import type { Facts } from './facts.ts';

export class Summaries {
  private readonly factsOf: (file: string) => Facts | undefined;

  constructor(factsOf: (file: string) => Facts | undefined) {
    this.factsOf = factsOf;
  }

  facts(file: string): Facts | undefined {
    return this.factsOf(file);
  }

  invalidate(_file: string): void {}
}
