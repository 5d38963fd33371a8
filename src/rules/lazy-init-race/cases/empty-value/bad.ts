declare function createToken(scope: string): Promise<string>;
declare function openSession(token: string): Promise<{ close(): void } | undefined>;

export class Tokens {
  private token = '';
  private named: string | undefined;
  private session: { close(): void } | undefined;

  async get(): Promise<string> {
    if (!this.token) this.token = await createToken('all');
    //   ^^^^^^^^^^ RG101 `this.token` can be initialised twice
    return this.token;
  }

  /** An empty token is asked for again: kept as it is, or no longer. */
  async getNamed(): Promise<string> {
    if (!this.named) this.named = await createToken('named');
    //   ^^^^^^^^^^ RG101 `this.named` can be initialised twice
    return this.named;
  }

  /** None is asked for again. */
  async getSession(): Promise<{ close(): void } | undefined> {
    if (!this.session) this.session = await openSession('all');
    //   ^^^^^^^^^^^^ RG101 `this.session` can be initialised twice
    return this.session;
  }
}
