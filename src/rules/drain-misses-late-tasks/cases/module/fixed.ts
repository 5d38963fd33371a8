import { TaskRegistry } from '@raceguard/runtime';

const pending = new TaskRegistry();
const active = new TaskRegistry<string, void>();

export function later(work: () => Promise<unknown>): void {
  void pending.track(work().catch(report));
}

export async function settled(): Promise<void> {
  await pending.idle();
}

export async function refresh(key: string): Promise<void> {
  const running = active.get(key);
  if (running) return running;
  const task = load(key);
  void active.track(task, { id: key });
  return task;
}

export async function shutdown(): Promise<void> {
  await active.idle();
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
