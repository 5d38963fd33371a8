import { Lazy } from '@raceguard/runtime';

interface Tracer {
  start(name: string): void;
  shutdown(): Promise<void>;
}

declare function createTracer(name: string): Promise<Tracer>;

export class Service {
  private readonly tracer = new Lazy<Tracer>();
  private readonly profiler = new Lazy<Tracer>();
  private readonly options: { readonly trace: boolean; readonly profile: boolean };

  constructor(options: { trace: boolean; profile: boolean }) {
    this.options = options;
  }

  async handle(name: string): Promise<void> {
    if (this.options.trace) {
      await this.tracer.get(async () => {
        const tracer = await createTracer(name);
        tracer.start(name);
        return tracer;
      });
    }
    if (this.options.profile)
      await this.profiler.get(() => createTracer('profile'));
    this.tracer.peek()?.start(name);
    this.profiler.peek()?.start(name);
  }

  async shutdown(): Promise<void> {
    await this.tracer.peek()?.shutdown();
    await this.profiler.peek()?.shutdown();
  }
}
