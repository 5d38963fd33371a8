import type { Scale } from './gauges.js';
import { Lazy } from '@raceguard/runtime';

declare function open(port: string): Promise<{ value(): number }>;

export class Weight implements Scale {
  private readonly line = new Lazy<{ value(): number }>();

  async weigh(): Promise<number> {
    const line = await this.line.get(() => open('weight'));
    return line.value();
  }
}
