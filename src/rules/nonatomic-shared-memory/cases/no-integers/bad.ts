/** `Atomics` has nothing for it, and nothing is rewritten. */
export class Mean {
  private readonly state: Float64Array<SharedArrayBuffer>;

  constructor(memory: SharedArrayBuffer) {
    this.state = new Float64Array(memory);
  }

  add(value: number): void {
    this.state[0]! += value;
//  ^^^^^^^^^^^^^^^^^^^^^^^ RG502 `this.state[0]` is read and written in two steps
    this.state[1]! += 1;
//  ^^^^^^^^^^^^^^^^^^^ RG502 `this.state[1]` is read and written in two steps
  }
}
