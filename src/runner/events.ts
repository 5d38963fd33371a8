/** What comes from the runner's process may be anything: a program can write to every file of its process. */
import type { FromRunner } from './channel.ts';

const known: Readonly<Record<FromRunner['event'], (message: Record<string, unknown>) => boolean>> = {
  alive: () => true,
  done: () => true,
  began: hasSubject,
  progress: (message) => hasSubject(message) && typeof message.schedules === 'number',
  step: (message) => hasSubject(message) && typeof message.text === 'string',
  ended: (message) => hasSubject(message) && typeof message.result === 'object' && message.result !== null,
  output: (message) => typeof message.text === 'string',
  stopped: (message) => typeof message.why === 'string' && typeof message.message === 'string',
};

/** `undefined` for what is no event. */
export function eventOf(line: string): FromRunner | undefined {
  let message: Record<string, unknown> | null;
  try {
    message = JSON.parse(line);
  } catch {
    return undefined;
  }
  if (typeof message !== 'object' || message === null || typeof message.event !== 'string') return undefined;
  if (!Object.hasOwn(known, message.event)) return undefined;
  return known[message.event as FromRunner['event']](message) ? (message as unknown as FromRunner) : undefined;
}

function hasSubject({ subject }: Record<string, unknown>): boolean {
  return typeof subject === 'object' && subject !== null && 'name' in subject && typeof subject.name === 'string';
}
