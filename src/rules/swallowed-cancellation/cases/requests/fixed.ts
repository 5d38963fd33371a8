interface Transport {
  write(message: { id: string; ok: boolean; text: string }): Promise<void>;
}

type Handler = (input: string, signal: AbortSignal) => Promise<string>;

/** Requests are kept by their id, so that another message can cancel them. */
export class Server {
  private readonly running = new Map<string, AbortController>();
  private readonly handlers = new Map<string, Handler>();
  private readonly transport: Transport;

  constructor(transport: Transport) {
    this.transport = transport;
  }

  async request(id: string, name: string, input: string): Promise<void> {
    const controller = new AbortController();
    this.running.set(id, controller);
    try {
      const handler = this.handlers.get(name);
      if (!handler) throw new Error(`There is no ${name}.`);
      const text = await handler(input, controller.signal);
      await this.transport.write({ id, ok: true, text });
    } catch (error) {
      if (controller.signal.aborted) throw error;
      await this.transport.write({ id, ok: false, text: String(error) });
    } finally {
      this.running.delete(id);
    }
  }

  cancel(id: string): void {
    this.running.get(id)?.abort();
  }
}
