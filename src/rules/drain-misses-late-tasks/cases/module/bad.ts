let pending: Promise<unknown>[] = [];
const active = new Map<string, Promise<void>>();

export function later(work: () => Promise<unknown>): void {
  pending.push(work().catch(report));
}

export async function settled(): Promise<void> {
  while (pending.length > 0) {
    await Promise.all(pending);
    pending = [];
//  ^^^^^^^^^^^^ RG314 `pending` is cleared here after awaiting a copy of it
  }
}

export async function refresh(key: string): Promise<void> {
  const running = active.get(key);
  if (running) return running;
  const task = load(key);
  active.set(key, task);
  void task.finally(() => active.delete(key));
  return task;
}

export async function shutdown(): Promise<void> {
  try {
    await Promise.allSettled(active.values());
  } finally {
    active.clear();
//  ^^^^^^^^^^^^^^ RG314 `active` is cleared here after awaiting a copy of it
  }
}

async function load(key: string): Promise<void> {
  try {
    await fetch(key);
  } catch (error) {
    report(error);
  }
}

function report(error: unknown): void {
  console.error(error);
}
