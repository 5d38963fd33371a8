declare function next(): Promise<string | undefined>;
declare function copy(name: string): Promise<void>;
declare function release(name: string): Promise<void>;

/** `run` is begun once, and not waited for: `close` comes while it goes on. */
export class Copies {
  static active: { name: string; stop(): Promise<void> } | undefined;

  static async run(): Promise<void> {
    for (let name = await next(); name; name = await next()) {
      Copies.active = { name, stop: async () => {} };
      await copy(name);
      Copies.active = undefined;
    }
  }

  static async close(): Promise<void> {
    if (Copies.active) {
    //  ^^^^^^^^^^^^^ RG104 `Copies.active` can be gone after `await Copies.active.stop()`: `run` may clear it meanwhile
      await Copies.active.stop();
      await release(Copies.active.name);
    }
  }
}
