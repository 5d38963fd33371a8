interface Scale {
  warmUp(): Promise<void>;
  read(): Promise<number>;
}

/** `restart` puts its own there, whether or not one is there. */
export class Counter {
  private warming: Promise<void> | undefined;

  constructor(private readonly scale: Scale) {
    const task = scale.warmUp().finally(() => {
      if (this.warming === task) this.warming = undefined;
    });
    this.warming = task;
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
    let task: Promise<number> | undefined;
    if (isFirst) {
      this.isCalibrated = true;
      task = this.scale.read();
      this.calibrating = task;
    }
    try {
      return await this.scale.read();
    } finally {
      if (isFirst) {
        if (this.calibrating === task) this.calibrating = undefined;
      }
    }
  }
}
