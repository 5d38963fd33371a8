declare function sizeOf(path: string): Promise<number>;
declare function rank(user: string, before: number): Promise<number>;

export class Usage {
  private readonly bytes = new Map<string, number>();
  private readonly ranks: Record<string, number> = {};

  async addAll(user: string, paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.add(user, path)));
    await Promise.all(paths.map((path) => this.rank(path)));
  }

  private async add(user: string, path: string): Promise<void> {
    this.bytes.set(user, (this.bytes.get(user) ?? 0) + (await sizeOf(path)));
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.bytes[user]` is written from a value read before `await sizeOf(path)`
  }

  private async rank(user: string): Promise<void> {
    this.ranks[user] = await rank(user, this.ranks[user] ?? 0);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.ranks[user]` is written from a value read before `await rank(user, this.ranks[user] ?? 0)`
  }
}
