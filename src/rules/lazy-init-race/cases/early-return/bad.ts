interface Session {
  login(user: string): Promise<void>;
  end(): void;
}

declare function createSession(host: string): Promise<Session>;
declare function log(message: string): void;

export class Sessions {
  private session: Session | undefined;
  private admin: Session | undefined;
  private fallback: Session | undefined;
  private monitor: Session | undefined;

  async get(host: string): Promise<Session> {
    // One session for all.
    if (this.session) {
    //  ^^^^^^^^^^^^ RG101 `this.session` can be initialised twice
      return this.session;
    }

    log('logging in');
    const session = await createSession(host);
    await session.login('service');

    this.session = session;
    return session;
  }

  async getAdmin(host: string | undefined): Promise<Session> {
    if (this.admin) return this.admin; // made before
    //  ^^^^^^^^^^ RG101 `this.admin` can be initialised twice

    try {
      if (host) {
        this.admin = await createSession(host);
      } else {
        this.admin = await createSession('localhost');
      }
    } catch (error) {
      throw new Error('Nobody answers.', { cause: error });
    }
    return this.admin;
  }

  async getFallback(): Promise<Session | undefined> {
    try {
      if (this.fallback !== undefined) return this.fallback;
      //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.fallback` can be initialised twice
      this.fallback = await createSession('fallback');
      return this.fallback;
    } catch {
      log(`
        No fallback either.
      `);
      return undefined;
    }
  }

  /** Nobody needs it, but others see that it is there. */
  async ensureMonitor(host: string): Promise<void> {
    if (this.monitor) return;
    //  ^^^^^^^^^^^^ RG101 `this.monitor` can be initialised twice
    this.monitor = await createSession(host);
    await this.monitor.login('monitor');
  }

  end(): void {
    this.monitor?.end();
    this.session?.end();
    this.admin?.end();
    this.fallback?.end();
    this.session = undefined;
    this.admin = undefined;
    this.fallback = undefined;
  }
}
