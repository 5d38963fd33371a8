interface Lamp {
  readonly id: string;
  readonly bright: boolean;
}

declare function save(id: string): Promise<void>;
declare function measure(): Promise<number>;
declare function translate(text: string): Promise<string>;
declare function onText(listener: (text: string) => Promise<void>): void;

export class Lamps {
  private readonly lamps: Lamp[] = [];
  private chosen: Lamp | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  level = 0;

  /** What is set was there before: a choice, which comes as often as somebody makes it. */
  async choose(id: string): Promise<void> {
    if (this.chosen && this.chosen.id === id) return;
    const lamp = this.lamps.find((l) => l.id === id);
    if (!lamp) throw new Error(`There is no lamp ${id}.`);
    await save(id);
    this.chosen = lamp;
  }

  /** Wound up anew each time. */
  async poll(): Promise<void> {
    if (this.timer) clearTimeout(this.timer);
    const level = await measure();
    if (level < 0) return;
    this.level = level;
    this.timer = setTimeout(() => void this.poll(), 1000);
  }
}

const lines = new Map<string, string[]>();

/** The list is there before anybody adds to it. */
export function collect(name: string): void {
  lines.set(name, []);
  onText(async (text) => {
    const list = lines.get(name) ?? [];
    if (text !== '' && list.includes(text)) return;
    list.push(await translate(text));
    lines.set(name, list);
  });
}
