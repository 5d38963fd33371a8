/** Files with a race, and files that decide whether there is one. */

/** RG101 at 7:10. */
export const pool = `declare function connect(url: string): Promise<{ close(): void }>;

export class Pool {
  private client: { close(): void } | undefined;

  async get(): Promise<{ close(): void }> {
    if (!this.client) {
      this.client = await connect('db');
    }
    return this.client;
  }
}
`;

export const client = `export interface Client { close(): void }
export declare function connect(): Promise<Client>;
`;

/** RG101 at 5:10 with `handler` in the project, nothing with `startUp`. */
export const service = `import { type Client, connect } from './client';
export class Service {
  private client: Client | undefined;
  async ready(): Promise<void> {
    if (!this.client) this.client = await connect();
  }
}
`;

export const handler = `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
const service = new Service();
bus.on('message', async () => { await service.ready(); });
`;

export const startUp = `import { Service } from './service';
const service = new Service();
async function main() { await service.ready(); }
main();
`;
