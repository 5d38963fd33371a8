import { ArgumentError } from '../errors.ts';

/** @internal */
export interface Replay {
  readonly choices: readonly number[];
  readonly fingerprint?: string;
}

const HEAD = 'rg1';

/**
 * Choices as text that can be pasted: `rg1-0.1.0x3-4kf2`. Each is the index of a step among those enabled, `x3` repeats
 * it, and the last part tells whether the program is still the one it was made with.
 *
 * @internal
 */
export function encode(choices: readonly number[], labels: readonly string[]): string {
  const parts: string[] = [];
  for (let i = 0; i < choices.length; ) {
    let end = i + 1;
    while (end < choices.length && choices[end] === choices[i]) end++;
    parts.push(end - i === 1 ? `${choices[i]}` : `${choices[i]}x${end - i}`);
    i = end;
  }
  return `${HEAD}-${parts.join('.')}-${fingerprint(labels)}`;
}

/** @internal */
export function decode(replay: string): Replay {
  const [, list, print] = /^rg1-((?:\d+(?:x\d+)?(?:\.\d+(?:x\d+)?)*)?)-([0-9a-z]+)$/.exec(replay.trim()) ?? [];
  if (list === undefined || print === undefined) {
    throw new ArgumentError(`${JSON.stringify(replay)} is no replay string. Copy one whole from a failure: rg1-…`);
  }
  const choices =
    list === ''
      ? []
      : list.split('.').flatMap((part) => {
          const [choice = 0, times = 1] = part.split('x').map(Number);
          return new Array<number>(times).fill(choice);
        });
  return { choices, fingerprint: print };
}

/** @internal FNV-1a over the labels of the steps, in base 36. */
export function fingerprint(labels: readonly string[]): string {
  let hash = 0x811c9dc5;
  for (const character of labels.join('\n')) hash = Math.imul(hash ^ (character.codePointAt(0) as number), 0x01000193);
  return (hash >>> 0).toString(36);
}
