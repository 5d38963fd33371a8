interface Probe {
  read(): Promise<number>;
  close(): void;
}

declare function openProbe(): Promise<Probe>;

export class Meter {
  probe: Probe | undefined;

  async measure(): Promise<number> {
    return (await openProbe()).read();
  }

  async tune(): Promise<void> {
    this.probe ??= await openProbe();
//  ^^^^^^^^^^ RG101 `this.probe` can be initialised twice: it is tested here and set only after `await openProbe()`. Keep the promise: `Lazy`.
    await this.probe.read();
  }
}

const meters: Meter[] = [];

/** The meter outlives the call, in the hands of others. */
export async function measure(): Promise<number> {
  const meter = new Meter();
  meters.push(meter);
  return meter.measure();
}

export function meterAt(index: number): Meter | undefined {
  return meters[index];
}
