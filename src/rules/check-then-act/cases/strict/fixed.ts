import { Mutex } from '@raceguard/runtime';

declare function check(name: string): Promise<void>;

/** Merely exported: nothing says that two calls overlap. */
export class Names {
  private readonly names: string[] = [];
  private readonly namesMutex = new Mutex();
  private left = 3;
  private readonly leftMutex = new Mutex();

  async add(name: string): Promise<void> {
    await this.namesMutex.runExclusive(async () => {
      if (this.names.length >= 10) return;
      await check(name);
      this.names.push(name);
    });
  }

  async take(name: string): Promise<boolean> {
    return this.leftMutex.runExclusive(async () => {
      if (this.left > 0) {
        await check(name);
        this.left -= 1;
        return true;
      }
      return false;
    });
  }
}
