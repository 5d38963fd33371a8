/** @internal Which events of a run come before which in every order that is equivalent to it: a bit set for each event. */
export class Ancestors {
  #width = 1; // words an event
  #rows = new Int32Array(64);

  /** Begins the set of `event`, empty. Events come in order; what was known of later ones is forgotten. */
  open(event: number): void {
    if (event >= this.#width * 32 || (event + 1) * this.#width > this.#rows.length) this.#grow(event);
    this.#rows.fill(0, event * this.#width, (event + 1) * this.#width);
  }

  /** `earlier` comes before `event`, and with it whatever comes before that. */
  include(event: number, earlier: number): void {
    const [rows, width] = [this.#rows, this.#width];
    for (let word = 0; word < width; word++) {
      rows[event * width + word] = (rows[event * width + word] as number) | (rows[earlier * width + word] as number);
    }
    const own = event * width + (earlier >> 5);
    rows[own] = (rows[own] as number) | (1 << (earlier & 31));
  }

  has(event: number, earlier: number): boolean {
    return ((this.#rows[event * this.#width + (earlier >> 5)] as number) & (1 << (earlier & 31))) !== 0;
  }

  #grow(event: number): void {
    const [rows, width] = [this.#rows, this.#width];
    while (event >= this.#width * 32) this.#width *= 2;
    this.#rows = new Int32Array(Math.max(64, (event + 1) * 2) * this.#width);
    for (let at = 0; at < event; at++) {
      this.#rows.set(rows.subarray(at * width, (at + 1) * width), at * this.#width);
    }
  }
}
