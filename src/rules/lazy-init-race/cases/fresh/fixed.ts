import { Mutex } from '@raceguard/runtime';

interface Log {
  write(line: string): void;
  close(): void;
}

declare function openLog(name: string): Promise<Log>;

export class Journey {
  log: Log | undefined;
  private readonly logMutex = new Mutex();

  constructor(readonly name: string) {}

  async resume(): Promise<void> {
    const log = await this.logMutex.runExclusive(async () => {
      if (!this.log) this.log = await openLog(this.name);
      return this.log;
    });
    log.write('resumed');
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
