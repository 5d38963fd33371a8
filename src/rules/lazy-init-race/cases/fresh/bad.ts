interface Log {
  write(line: string): void;
  close(): void;
}

declare function openLog(name: string): Promise<Log>;

export class Journey {
  log: Log | undefined;

  constructor(readonly name: string) {}

  async resume(): Promise<void> {
    if (!this.log) this.log = await openLog(this.name);
    //   ^^^^^^^^ RG101 `this.log` can be initialised twice: it is tested here and set only after `await openLog(this.name)`. Keep the promise: `Lazy`.
    this.log.write('resumed');
  }
}

/** Others have the same object. */
export class Journeys {
  private readonly byName = new Map<string, Journey>();

  async restart(name: string): Promise<void> {
    const journey = this.journeyFor(name);
    await journey.resume();
  }

  private journeyFor(name: string): Journey {
    const journey = this.byName.get(name) ?? new Journey(name);
    this.byName.set(name, journey);
    return journey;
  }
}
