import { Mutex, KeyedMutex } from '@raceguard/runtime';

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
  private readonly chosenMutex = new Mutex();
  timer: ReturnType<typeof setInterval> | undefined;
  private readonly timerMutex = new Mutex();
  level = 0;

  /** A lamp for each who comes while the first is made. */
  async choose(id: string): Promise<void> {
    await this.chosenMutex.runExclusive(async () => {
      if (this.chosen && this.chosen.id === id) return;
      const lamp = await makeLamp(id);
      await save(id);
      this.chosen = lamp;
    });
  }

  /** Nothing is cleared: two of them tick. */
  async poll(): Promise<void> {
    await this.timerMutex.runExclusive(async () => {
      if (this.timer) return;
      this.level = await measure();
      this.timer = setInterval(() => void measure(), 1000);
    });
  }
}

const lines = new Map<string, string[]>();
const linesMutex = new KeyedMutex<string>();

/** Each who finds no list begins one of its own. */
export function collect(name: string): void {
  onText(async (text) => {
    await linesMutex.runExclusive(name, async () => {
      const list = lines.get(name) ?? [];
      if (text !== '' && list.includes(text)) return;
      list.push(await translate(text));
      lines.set(name, list);
    });
  });
}
