import { type Gauge, Meter } from './gauges.js';

declare function open(port: string): Promise<{ value(): number }>;

/** Only the rounds call it, by its interface, and one at a time. */
export class Pressure implements Gauge {
  private line: { value(): number } | undefined;

  async readGauge(): Promise<number> {
    if (!this.line) this.line = await open('pressure');
    return this.line.value();
  }
}

/** Only its base class calls it. */
export class Flow extends Meter {
  private line: { value(): number } | undefined;

  protected async soundDepth(): Promise<number> {
    if (!this.line) this.line = await open('flow');
    return this.line.value();
  }
}
