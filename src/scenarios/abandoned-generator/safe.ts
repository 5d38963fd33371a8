/** Searches the logs of a server. A log can be large: it is read piece by piece, as far as somebody wants it. */
import { open } from 'node:fs/promises';

const PIECE = 64 * 1024;

export async function* lines(path: string): AsyncGenerator<string> {
  const file = await open(path);
  try {
    const decoder = new TextDecoder();
    let rest = '';
    while (true) {
      const { bytesRead, buffer } = await file.read(new Uint8Array(PIECE), 0, PIECE);
      if (bytesRead === 0) break;
      rest += decoder.decode(buffer.subarray(0, bytesRead), { stream: true });
      const whole = rest.split('\n');
      rest = whole.pop()!;
      for (const line of whole) yield line;
    }
    if (rest !== '') yield rest;
  } finally {
    await file.close();
  }
}

/** The first line that tells of an error. */
export async function firstError(path: string): Promise<string | undefined> {
  let found: string | undefined;
  for await (const line of lines(path)) {
    if (line.includes('ERROR')) {
      found = line;
      break;
    }
  }
  return found;
}

/** How many lines tell of a warning. */
export async function countWarnings(path: string): Promise<number> {
  let count = 0;
  for await (const line of lines(path)) {
    if (line.includes('WARN')) count++;
  }
  return count;
}
