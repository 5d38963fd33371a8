interface Scale {
  warmUp(): Promise<void>;
  read(): Promise<number>;
}

/** `restart` puts its own there, whether or not one is there. */
export class Counter {
  private warming: Promise<void> | undefined;

  constructor(private readonly scale: Scale) {
    this.warming = scale.warmUp().finally(() => {
      this.warming = undefined;
      // <- RG315 `this.warming` may hold a newer task's promise
    });
  }

  restart(): void {
    this.warming = this.scale.warmUp();
  }

  whenWarm(): Promise<void> | undefined {
    return this.warming;
  }
}

/** The latch is old by the time it is set: two may find it open. */
export class Weighing {
  private isCalibrated = false;
  private calibrating: Promise<number> | undefined;

  constructor(private readonly scale: Scale) {}

  async weigh(): Promise<number> {
    const isFirst = !this.isCalibrated;
    await this.calibrating;
    if (isFirst) {
      this.isCalibrated = true;
      this.calibrating = this.scale.read();
    }
    try {
      return await this.scale.read();
    } finally {
      if (isFirst) this.calibrating = undefined;
//                 ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG315 `this.calibrating` may hold a newer task's promise
    }
  }
}
