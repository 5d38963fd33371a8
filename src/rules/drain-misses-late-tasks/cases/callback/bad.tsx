/** @jsx h */
import { h, mount, type View } from './view.ts';

const saves = new Set<Promise<void>>();

export function Editor(): View {
  return <button onClick={() => void saves.add(save())}>Save</button>;
}

export async function leave(): Promise<void> {
  await Promise.allSettled(saves);
  saves.clear();
  // <- RG314 `saves` is cleared here after awaiting a copy of it
  mount(undefined);
}

async function save(): Promise<void> {
  await fetch('/save', { method: 'POST' });
}
