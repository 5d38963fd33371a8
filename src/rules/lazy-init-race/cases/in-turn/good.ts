interface Letter {
  readonly id: string;
  readonly head: string;
  readonly body: string;
}

declare function decode(text: string): Promise<string>;
declare function piped(source: ReadableStream<Letter>, transformer: Transformer<Letter, string[]>): ReadableStream<string[]>;

/** A stream waits for one letter before it brings the next, and the two parts have keys of their own. */
export class Letters {
  readonly out: ReadableStream<string[]>;
  private readonly decoded = new Map<string, string>();

  constructor(source: ReadableStream<Letter>) {
    this.out = piped(source, {
      transform: async (letter, controller) => {
        controller.enqueue(await this.partsOf(letter));
      },
    });
  }

  private async partsOf(letter: Letter): Promise<string[]> {
    return Promise.all(
      [
        { part: 'head', text: letter.head },
        { part: 'body', text: letter.body },
      ].map(async ({ part, text }) => {
        const known = this.decoded.get(`${letter.id}/${part}`);
        if (known !== undefined) return known;
        const plain = await decode(text);
        this.decoded.set(`${letter.id}/${part}`, plain);
        return plain;
      }),
    );
  }
}
