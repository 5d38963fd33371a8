import { Mutex, Lazy } from '@raceguard/runtime';

declare function createToken(scope: string): Promise<string>;
declare function openSession(token: string): Promise<{ close(): void } | undefined>;

export class Tokens {
  private token = '';
  private readonly tokenMutex = new Mutex();
  private readonly named = new Lazy<string>();
  private session: { close(): void } | undefined;
  private readonly sessionMutex = new Mutex();

  async get(): Promise<string> {
    return this.tokenMutex.runExclusive(async () => {
      if (!this.token) this.token = await createToken('all');
      return this.token;
    });
  }

  /** An empty token is asked for again: kept as it is, or no longer. */
  async getNamed(): Promise<string> {
    return this.named.get(() => createToken('named'));
  }

  /** None is asked for again. */
  async getSession(): Promise<{ close(): void } | undefined> {
    return this.sessionMutex.runExclusive(async () => {
      if (!this.session) this.session = await openSession('all');
      return this.session;
    });
  }
}
