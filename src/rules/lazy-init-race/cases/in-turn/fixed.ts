import { KeyedMutex } from '@raceguard/runtime';

interface Letter {
  readonly id: string;
  readonly head: string;
  readonly body: string;
}

declare function decode(text: string): Promise<string>;
declare function piped(source: ReadableStream<Letter>, transformer: Transformer<Letter, string[]>): ReadableStream<string[]>;
declare function listen(listeners: { onLetter(letter: Letter): Promise<void> }): void;

export class Letters {
  readonly out: ReadableStream<string[]>;
  readonly decoded = new Map<string, string>();
  private readonly decodedMutex = new KeyedMutex<string>();

  constructor(source: ReadableStream<Letter>) {
    this.out = piped(source, {
      transform: async (letter, controller) => {
        controller.enqueue(await this.partsOf(letter));
      },
    });
  }

  /** Both parts may have the same text, which is the key. */
  private async partsOf(letter: Letter): Promise<string[]> {
    return Promise.all(
      [{ text: letter.head }, { text: letter.body }].map(async ({ text }) => {
        return this.decodedMutex.runExclusive(text, async () => {
          const known = this.decoded.get(text);
          if (known !== undefined) return known;
          const plain = await decode(text);
          this.decoded.set(text, plain);
          return plain;
        });
      }),
    );
  }
}

/** Nobody waits for a listener. */
export class Notes {
  readonly decoded = new Map<string, string>();
  private readonly decodedMutex = new KeyedMutex<string>();

  constructor() {
    listen({ onLetter: async (letter) => void (await this.note(letter)) });
  }

  private async note(letter: Letter): Promise<string> {
    return this.decodedMutex.runExclusive(letter.body, async () => {
      const known = this.decoded.get(letter.body);
      if (known !== undefined) return known;
      const plain = await decode(letter.body);
      this.decoded.set(letter.body, plain);
      return plain;
    });
  }
}
