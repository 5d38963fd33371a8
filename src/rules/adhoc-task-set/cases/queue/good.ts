/** A print begins however the one before it ended. */
export class Printer {
  private readonly tails = new Map<string, Promise<void>>();

  print(tray: string, page: string): Promise<void> {
    const before = this.tails.get(tray) ?? Promise.resolve();
    const printed = before
      .catch(() => {})
      .then(async () => {
        await send(page);
      });
    this.tails.set(tray, printed);
    void printed
      .finally(() => {
        if (this.tails.get(tray) === printed) this.tails.delete(tray);
      })
      .catch(() => {});
    return printed;
  }
}

/** What is kept has no failure, and what is handed out has its own only. */
export class Plotter {
  private readonly tails = new Map<string, Promise<void>>();

  plot<T>(pen: string, drawing: () => Promise<T>): Promise<T> {
    const drawn = (this.tails.get(pen) ?? Promise.resolve()).then(drawing, drawing);
    const tail = drawn.then(
      () => undefined,
      () => undefined,
    );
    this.tails.set(pen, tail);
    void tail.then(() => {
      if (this.tails.get(pen) === tail) this.tails.delete(pen);
    });
    return drawn;
  }
}

/** Each holder lets the next one go on, and never fails it. */
export class Turnstiles {
  private readonly queues = new Map<string, Promise<void>>();

  async pass<T>(gate: string, walk: () => Promise<T>): Promise<T> {
    const before = this.queues.get(gate) ?? Promise.resolve();
    let open = () => {};
    const turn = new Promise<void>((resolve) => {
      open = resolve;
    });
    const queued = before.catch(() => undefined).then(() => turn);
    this.queues.set(gate, queued);
    await before.catch(() => undefined);
    try {
      return await walk();
    } finally {
      open();
      if (this.queues.get(gate) === queued) this.queues.delete(gate);
    }
  }
}

/** A line that can't be written is left out; the next one is written. */
const ledgers = new Map<string, Promise<void>>();
export function note(ledger: string, line: string): void {
  const before = ledgers.get(ledger) ?? Promise.resolve();
  const noted = before.then(async () => send(line)).catch(() => {});
  ledgers.set(ledger, noted);
  void noted.finally(() => {
    if (ledgers.get(ledger) === noted) ledgers.delete(ledger);
  });
}

/** What is kept tells how the ring ended, and never fails. */
const bells = new Map<string, Promise<unknown>>();
export function ring(bell: string): void {
  const before = bells.get(bell) ?? Promise.resolve();
  const rung = Promise.allSettled([before.then(() => send(bell))]);
  bells.set(bell, rung);
  void rung.then(() => {
    if (bells.get(bell) === rung) bells.delete(bell);
  });
}

/** Nothing in a turn fails, so that there is nothing to pass on. */
const greetings = new Map<string, Promise<void>>();
export function greet(guest: string): Promise<void> {
  const before = greetings.get(guest) ?? Promise.resolve();
  const greeted = before.then(async () => {
    try {
      await send(guest);
    } catch (error) {
      console.error(error);
    }
  });
  greetings.set(guest, greeted);
  void greeted
    .then(() => {
      if (greetings.get(guest) === greeted) greetings.delete(guest);
    })
    .catch(() => {});
  return greeted;
}

/** The array's last is waited for, and its failure stays its own. */
export class Drafts {
  private saves: Promise<void>[] = [];

  private last(): Promise<void> | undefined {
    return this.saves[this.saves.length - 1];
  }

  save(draft: string): Promise<void> {
    const save = (async () => {
      try {
        await this.last();
      } catch {
        // It was told to whoever saved that one.
      }
      await send(draft);
    })().finally(() => {
      this.saves = this.saves.filter((other) => other !== save);
    });
    this.saves.push(save);
    return save;
  }
}

/** A wall that waits for another one is to fail with it. */
const walls = new Map<string, Promise<void>>();
export function build(wall: string, below: string): Promise<void> {
  const ground = walls.get(below) ?? Promise.resolve();
  const built = ground.then(() => send(wall));
  walls.set(wall, built);
  void built
    .finally(() => {
      if (walls.get(wall) === built) walls.delete(wall);
    })
    .catch(() => {});
  return built;
}

async function send(page: string): Promise<void> {
  await fetch(page);
}
