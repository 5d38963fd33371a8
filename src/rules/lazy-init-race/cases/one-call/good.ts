interface Probe {
  read(): Promise<number>;
  close(): void;
}

declare function openProbe(): Promise<Probe>;

/** Whoever measures makes a meter for it and hands it on to nobody. */
export class Meter {
  private probe: Probe | undefined;

  async measure(): Promise<number> {
    return (await openProbe()).read();
  }

  async tune(): Promise<void> {
    this.probe ??= await openProbe();
    await this.probe.read();
  }
}

export async function measure(): Promise<number> {
  const meter = new Meter();
  return meter.measure();
}
