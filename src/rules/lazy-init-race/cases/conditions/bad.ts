interface Tracer {
  start(name: string): void;
  shutdown(): Promise<void>;
}

declare function createTracer(name: string): Promise<Tracer>;

export class Service {
  private tracer: Tracer | undefined;
  private profiler: Tracer | undefined;
  private readonly options: { readonly trace: boolean; readonly profile: boolean };

  constructor(options: { trace: boolean; profile: boolean }) {
    this.options = options;
  }

  async handle(name: string): Promise<void> {
    if (this.options.trace && !this.tracer) {
    //                         ^^^^^^^^^^^ RG101 `this.tracer` can be initialised twice
      const tracer = await createTracer(name);
      tracer.start(name);
      this.tracer = tracer;
    }
    if (this.profiler === undefined && this.options.profile)
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.profiler` can be initialised twice
      this.profiler = await createTracer('profile');
    this.tracer?.start(name);
    this.profiler?.start(name);
  }

  async shutdown(): Promise<void> {
    await this.tracer?.shutdown();
    await this.profiler?.shutdown();
  }
}
