interface Lamp {
  readonly id: string;
  readonly bright: boolean;
}

declare function save(id: string): Promise<void>;
declare function makeLamp(id: string): Promise<Lamp>;
declare function measure(): Promise<number>;
declare function translate(text: string): Promise<string>;
declare function onText(listener: (text: string) => Promise<void>): void;

export class Lamps {
  chosen: Lamp | undefined;
  timer: ReturnType<typeof setInterval> | undefined;
  level = 0;

  /** A lamp for each who comes while the first is made. */
  async choose(id: string): Promise<void> {
    if (this.chosen && this.chosen.id === id) return;
    //  ^^^^^^^^^^^ RG101 `this.chosen` can be initialised twice: it is tested here and set only after `await makeLamp(id)`. Keep the promise: `Lazy`.
    const lamp = await makeLamp(id);
    await save(id);
    this.chosen = lamp;
  }

  /** Nothing is cleared: two of them tick. */
  async poll(): Promise<void> {
    if (this.timer) return;
    //  ^^^^^^^^^^ RG101 `this.timer` can be initialised twice: it is tested here and set only after `await measure()`. Keep the promise: `Lazy`.
    this.level = await measure();
    this.timer = setInterval(() => void measure(), 1000);
  }
}

const lines = new Map<string, string[]>();

/** Each who finds no list begins one of its own. */
export function collect(name: string): void {
  onText(async (text) => {
    const list = lines.get(name) ?? [];
    //           ^^^^^^^^^^^^^^^ RG101 `lines[name]` can be loaded twice at the same time: it is tested here and set only after `await translate(text)`. Keep one promise a key: `KeyedLazy`.
    if (text !== '' && list.includes(text)) return;
    list.push(await translate(text));
    lines.set(name, list);
  });
}
