interface Endpoint {
  readonly url: string;
  close(): void;
}

declare function openEndpoint(id: string): Promise<Endpoint | undefined>;

/** Of its own type argument, only what it holds is known. */
export class TtlCache<Value> {
  private readonly values = new Map<string, Value>();

  get(key: string): Value | undefined {
    return this.values.get(key);
  }

  set(key: string, value: Value): void {
    this.values.set(key, value);
  }
}

export class Engine {
  private readonly endpoints = new TtlCache<Endpoint>();

  async deliverAll(ids: readonly string[]): Promise<string[]> {
    return Promise.all(ids.map((id) => this.deliver(id)));
  }

  private async deliver(id: string): Promise<string> {
    const known = this.endpoints.get(id);
    if (known) return known.url;
    //  ^^^^^ RG101 `this.endpoints[id]` can be initialised twice: it is tested here and set only after `await openEndpoint(id)`
    const endpoint = await openEndpoint(id);
    if (!endpoint) return 'not found';
    this.endpoints.set(id, endpoint);
    return endpoint.url;
  }
}
