import type { Scale } from './gauges.js';

declare function open(port: string): Promise<{ value(): number }>;

export class Weight implements Scale {
  private line: { value(): number } | undefined;

  async weigh(): Promise<number> {
    if (!this.line) this.line = await open('weight');
    //   ^^^^^^^^^ RG101 `this.line` can be initialised twice
    return this.line.value();
  }
}
