import { KeyedMutex } from '@raceguard/runtime';

declare function sizeOf(path: string): Promise<number>;
declare function rank(user: string, before: number): Promise<number>;

export class Usage {
  private readonly bytes = new Map<string, number>();
  private readonly ranks: Record<string, number> = {};
  private readonly ranksMutex = new KeyedMutex<string>();

  async addAll(user: string, paths: readonly string[]): Promise<void> {
    await Promise.all(paths.map((path) => this.add(user, path)));
    await Promise.all(paths.map((path) => this.rank(path)));
  }

  private async add(user: string, path: string): Promise<void> {
    const value = await sizeOf(path);
    this.bytes.set(user, (this.bytes.get(user) ?? 0) + value);
  }

  private async rank(user: string): Promise<void> {
    await this.ranksMutex.runExclusive(user, async () => {
      this.ranks[user] = await rank(user, this.ranks[user] ?? 0);
    });
  }
}
