import { Mutex } from '@raceguard/runtime';

declare function register(name: string, id: number): Promise<void>;
declare function sizeOf(name: string): Promise<number>;

export class Worker {
  static #lastId = 0;
  static readonly #lastIdMutex = new Mutex();
  static bytes = 0;

  static async startAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => Worker.start(name)));
    await Promise.all(names.map(async (name) => this.measure(name)));
  }

  private static async start(name: string): Promise<void> {
    await Worker.#lastIdMutex.runExclusive(async () => {
      const id = Worker.#lastId + 1;
      await register(name, id);
      Worker.#lastId = id;
    });
  }

  private static async measure(name: string): Promise<void> {
    const value = await sizeOf(name);
    this.bytes += value;
  }
}
