import type { Readable } from 'node:stream';

declare function createStream(name: string): Promise<Readable>;

let stream: Readable | undefined;

export async function getStream(): Promise<Readable> {
  return (stream ??= await createStream('log'));
  //      ^^^^^^ RG101 `stream` can be initialised twice
}

export function end(): void {
  stream?.destroy();
}
