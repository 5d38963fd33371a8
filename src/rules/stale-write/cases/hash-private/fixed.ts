import { Mutex } from '@raceguard/runtime';

declare function weigh(parcel: string): Promise<number>;
declare function book(slot: number): Promise<void>;

export class Van {
  #load = 0;
  #slot = 0;
  readonly #slotMutex = new Mutex();

  async take(parcels: readonly string[]): Promise<void> {
    await Promise.all(parcels.map((parcel) => this.#add(parcel)));
    await Promise.all(parcels.map(async () => this.#book()));
  }

  async #add(parcel: string): Promise<void> {
    const value = await weigh(parcel);
    this.#load += value;
  }

  async #book(): Promise<number> {
    return this.#slotMutex.runExclusive(async () => {
      const slot = this.#slot;
      await book(slot);
      this.#slot = slot + 1;
      return slot;
    });
  }
}
