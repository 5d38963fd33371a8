import type { Readable } from 'node:stream';
import { Lazy } from '@raceguard/runtime';

declare function createStream(name: string): Promise<Readable>;

const stream = new Lazy<Readable>();

export async function getStream(): Promise<Readable> {
  return stream.get(() => createStream('log'));
}

export function end(): void {
  stream.peek()?.destroy();
}
