declare function register(name: string, id: number): Promise<void>;
declare function sizeOf(name: string): Promise<number>;

export class Worker {
  static #lastId = 0;
  static bytes = 0;

  static async startAll(names: readonly string[]): Promise<void> {
    await Promise.all(names.map((name) => Worker.start(name)));
    await Promise.all(names.map(async (name) => this.measure(name)));
  }

  private static async start(name: string): Promise<void> {
    const id = Worker.#lastId + 1;
    await register(name, id);
    Worker.#lastId = id;
//  ^^^^^^^^^^^^^^^^^^^ RG103 `Worker.#lastId` is written from a value read before `await register(name, id)`
  }

  private static async measure(name: string): Promise<void> {
    this.bytes += await sizeOf(name);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `Worker.bytes` is written from a value read before `await sizeOf(name)`
  }
}
