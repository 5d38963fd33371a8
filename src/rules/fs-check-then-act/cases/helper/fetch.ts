import { createWriteStream } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';

export async function fetchTo(url: string, target: string): Promise<void> {
  const { body } = await fetch(url);
  if (body) await pipeline(Readable.fromWeb(body as never), createWriteStream(target));
}
