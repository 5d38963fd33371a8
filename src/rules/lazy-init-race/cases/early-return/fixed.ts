import { Lazy } from '@raceguard/runtime';

interface Session {
  login(user: string): Promise<void>;
  end(): void;
}

declare function createSession(host: string): Promise<Session>;
declare function log(message: string): void;

export class Sessions {
  private readonly session = new Lazy<Session>();
  private readonly admin = new Lazy<Session>();
  private readonly fallback = new Lazy<Session>();
  private readonly monitor = new Lazy<Session>();

  async get(host: string): Promise<Session> {
    // One session for all.
    return this.session.get(async () => {
      log('logging in');
      const session = await createSession(host);
      await session.login('service');

      return session;
    });
  }

  async getAdmin(host: string | undefined): Promise<Session> {
    return this.admin.get(async () => {
      // made before
      try {
        if (host) {
          return await createSession(host);
        } else {
          return await createSession('localhost');
        }
      } catch (error) {
        throw new Error('Nobody answers.', { cause: error });
      }
    });
  }

  async getFallback(): Promise<Session | undefined> {
    try {
      return await this.fallback.get(() => createSession('fallback'));
    } catch {
      log(`
        No fallback either.
      `);
      return undefined;
    }
  }

  /** Nobody needs it, but others see that it is there. */
  async ensureMonitor(host: string): Promise<void> {
    await this.monitor.get(async () => {
      const monitor = await createSession(host);
      await monitor.login('monitor');
      return monitor;
    });
  }

  end(): void {
    this.monitor.peek()?.end();
    this.session.peek()?.end();
    this.admin.peek()?.end();
    this.fallback.peek()?.end();
    this.session.reset();
    this.admin.reset();
    this.fallback.reset();
  }
}
