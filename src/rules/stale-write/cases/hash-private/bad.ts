declare function weigh(parcel: string): Promise<number>;
declare function book(slot: number): Promise<void>;

export class Van {
  #load = 0;
  #slot = 0;

  async take(parcels: readonly string[]): Promise<void> {
    await Promise.all(parcels.map((parcel) => this.#add(parcel)));
    await Promise.all(parcels.map(async () => this.#book()));
  }

  async #add(parcel: string): Promise<void> {
    this.#load += await weigh(parcel);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.#load` is written from a value read before `await weigh(parcel)`
  }

  async #book(): Promise<number> {
    const slot = this.#slot;
    await book(slot);
    this.#slot = slot + 1;
//  ^^^^^^^^^^^^^^^^^^^^^ RG103 `this.#slot` is written from a value read before `await book(slot)`
    return slot;
  }
}
