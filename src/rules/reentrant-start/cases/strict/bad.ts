declare function open(): Promise<void>;

/** Its owner calls it once, as far as can be seen. */
export class Server {
  private running = false;

  async start(): Promise<void> {
    if (this.running) return;
    //  ^^^^^^^^^^^^ RG102 `this.running` keeps no second start out: it is tested here and set only after `await open()`
    await open();
    this.running = true;
  }
}
