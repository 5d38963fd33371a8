declare function render(page: string): Promise<string>;

interface Slots {
  acquire(): Promise<void>;
  release(): void;
}

/** All others give back what they take. */
export class Press {
  private readonly slots: Slots;

  constructor(slots: Slots) {
    this.slots = slots;
  }

  async print(page: string): Promise<string> {
    await this.slots.acquire();
    try {
      return await render(page);
    } finally {
      this.slots.release();
    }
  }

  async preview(page: string): Promise<string> {
    await this.slots.acquire();
//        ^^^^^^^^^^^^^^^^^^^^ RG501 `this.slots` stays taken at `return render(page);`
    return render(page);
  }
}
