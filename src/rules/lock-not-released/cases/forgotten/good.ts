declare function render(page: string): Promise<string>;

interface Slots {
  acquire(): Promise<void>;
  release(): void;
}

/** Who takes it is given what releases it; or it is given back when the task has ended, after the function. */
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

  async take(): Promise<() => void> {
    await this.slots.acquire();
    return () => this.slots.release();
  }

  async add(page: string): Promise<void> {
    await this.slots.acquire();
    void render(page).finally(() => this.slots.release());
  }
}
