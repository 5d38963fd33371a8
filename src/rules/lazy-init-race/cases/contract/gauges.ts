export interface Gauge {
  readGauge(): Promise<number>;
}

/** One reading at a time: a second round is turned away. */
export class Rounds {
  private gauge: Gauge;
  private reading = false;
  private last = 0;

  constructor(gauge: Gauge) {
    this.gauge = gauge;
  }

  async tick(): Promise<number> {
    if (this.reading) return this.last;
    this.reading = true;
    try {
      this.last = await this.gauge.readGauge();
    } finally {
      this.reading = false;
    }
    return this.last;
  }
}

export abstract class Meter {
  protected abstract soundDepth(): Promise<number>;
  private probing = false;

  async turn(): Promise<number> {
    if (this.probing) return 0;
    this.probing = true;
    try {
      return await this.soundDepth();
    } finally {
      this.probing = false;
    }
  }
}

export interface Scale {
  weigh(): Promise<number>;
}

/** Nothing keeps a second weighing out. */
export async function weighed(scale: Scale): Promise<string> {
  return `${await scale.weigh()} kg`;
}
