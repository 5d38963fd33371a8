interface Log {
  write(line: string): void;
  close(): void;
}

declare function openLog(name: string): Promise<Log>;

export class Journey {
  private log: Log | undefined;

  constructor(readonly name: string) {}

  async resume(): Promise<void> {
    if (!this.log) this.log = await openLog(this.name);
    this.log.write('resumed');
  }
}

/** Whoever calls `resume` has just had the object made. */
export class Journeys {
  async restart(name: string): Promise<void> {
    const journey = await this.createJourneyFrom(name);
    await journey.resume();
  }

  private async createJourneyFrom(name: string): Promise<Journey> {
    return new Journey(name);
  }
}
