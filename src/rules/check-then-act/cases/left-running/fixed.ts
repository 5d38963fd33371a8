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
    const active = Copies.active;
    if (active) {
      await active.stop();
      await release(active.name);
    }
  }
}
