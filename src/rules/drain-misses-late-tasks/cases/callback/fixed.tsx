/** @jsx h */
import { h, mount, type View } from './view.ts';
import { TaskRegistry } from '@raceguard/runtime';

const saves = new TaskRegistry();

export function Editor(): View {
  return <button onClick={() => void saves.track(save())}>Save</button>;
}

export async function leave(): Promise<void> {
  await saves.idle();
  mount(undefined);
}

async function save(): Promise<void> {
  await fetch('/save', { method: 'POST' });
}
