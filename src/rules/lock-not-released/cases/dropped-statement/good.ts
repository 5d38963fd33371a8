interface Turnstile {
  acquire(): Promise<void>;
  release(): void;
}

interface Ticket {
  readonly no: number;
}

declare const queue: { acquire(): Promise<Ticket> };

/** What is taken here is given back by the object itself, from elsewhere. */
export async function enter(gate: Turnstile): Promise<void> {
  await gate.acquire();
}

export async function draw(): Promise<void> {
  await queue.acquire();
}
