/** Brings versions of a site to its server, one after the other. */
import { Mutex } from '@raceguard/runtime';

export interface Server {
  upload(version: string): Promise<string>;
  switchTo(folder: string): Promise<void>;
}

export class Deployer {
  readonly #server: Server;
  private readonly turn = new Mutex();
  private readonly folders = new Map<string, string>();
  private live: string | undefined;

  constructor(server: Server) {
    this.#server = server;
  }

  get version(): string | undefined {
    return this.live;
  }

  /** Rejects if the version cannot be uploaded; then the one before stays. */
  async deploy(version: string): Promise<void> {
    const lock = await this.turn.acquire();
    try {
      const folder = await this.#server.upload(version);
      await this.#server.switchTo(folder);
      this.folders.set(version, folder);
      this.live = version;
    } finally {
      lock.release();
    }
  }

  /** Back to a version that was live before. */
  async goBack(version: string): Promise<boolean> {
    const lock = await this.turn.acquire();
    try {
      const folder = this.folders.get(version);
      if (folder === undefined) return false;
      await this.#server.switchTo(folder);
      this.live = version;
      return true;
    } finally {
      lock.release();
    }
  }
}
