interface Scale {
  readonly isReady: boolean;
  warmUp(): Promise<void>;
  read(): Promise<number>;
}

/** While the first warm-up runs, `warmUp` hands that one out: it puts its own only where none is. */
export class Counter {
  private warming: Promise<void> | undefined;

  constructor(private readonly scale: Scale) {
    if (scale.isReady) return;
    this.warming = scale.warmUp().finally(() => {
      this.warming = undefined;
    });
  }

  async warmUp(): Promise<void> {
    if (this.warming) return this.warming;
    this.warming = this.scale.warmUp().finally(() => {
      this.warming = undefined;
    });
    return this.warming;
  }
}

/** The latch lets one weighing alone calibrate; the others wait for it. */
export class Weighing {
  private isCalibrated = false;
  private calibrating: Promise<number> | undefined;

  constructor(private readonly scale: Scale) {}

  async weigh(): Promise<number> {
    await this.calibrating;
    const isFirst = !this.isCalibrated;
    if (isFirst) {
      this.isCalibrated = true;
      this.calibrating = this.scale.read();
    }
    try {
      return await this.scale.read();
    } finally {
      if (isFirst) this.calibrating = undefined;
    }
  }
}
