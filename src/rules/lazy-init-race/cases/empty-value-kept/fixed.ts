import { Mutex } from '@raceguard/runtime';

declare function createToken(scope: string): Promise<string>;

export class Tokens {
  private token: string | undefined;
  private readonly tokenMutex = new Mutex();

  /** An empty token is asked for again, and stays so. */
  async get(): Promise<string> {
    return this.tokenMutex.runExclusive(async () => {
      if (!this.token) this.token = await createToken('all');
      return this.token;
    });
  }

  forget(): void {
    this.token = undefined;
  }
}
