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
        const known = this.decoded.get(text);
        if (known !== undefined) return known;
        //  ^^^^^^^^^^^^^^^^^^^ RG101 `this.decoded[text]` can be loaded twice at the same time: it is tested here and set only after `await decode(text)`. Keep one promise a key: `KeyedLazy`.
        const plain = await decode(text);
        this.decoded.set(text, plain);
        return plain;
      }),
    );
  }
}

/** Nobody waits for a listener. */
export class Notes {
  readonly decoded = new Map<string, string>();

  constructor() {
    listen({ onLetter: async (letter) => void (await this.note(letter)) });
  }

  private async note(letter: Letter): Promise<string> {
    const known = this.decoded.get(letter.body);
    if (known !== undefined) return known;
    //  ^^^^^^^^^^^^^^^^^^^ RG101 `this.decoded[letter.body]` can be loaded twice at the same time: it is tested here and set only after `await decode(letter.body)`. Keep one promise a key: `KeyedLazy`.
    const plain = await decode(letter.body);
    this.decoded.set(letter.body, plain);
    return plain;
  }
}
