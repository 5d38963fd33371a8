export interface Options { signal?: AbortSignal; retry: number }
export class Client {
  readonly #secret = 1;
  private pending?: Promise<void>;
  async close(): Promise<void> {
    this.pending ??= Promise.resolve();
    await this.pending;
    return void this.#secret;
  }
}
export async function connect(options?: Options): Promise<Client> {
  options?.signal?.throwIfAborted();
  return new Client();
}
class Hidden { end() {} }
export { Hidden as Named };
export default class extends Hidden {}
