// fix: Guard it
declare function createToken(scope: string): Promise<string>;

export class Tokens {
  private token: string | undefined;

  /** An empty token is asked for again, and stays so. */
  async get(): Promise<string> {
    if (!this.token) this.token = await createToken('all');
    //   ^^^^^^^^^^ RG101 `this.token` can be initialised twice
    return this.token;
  }

  forget(): void {
    this.token = undefined;
  }
}
