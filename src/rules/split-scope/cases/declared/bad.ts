interface Leases {
  takeLease(name: string): Promise<void>;
  returnLease(name: string): void;
}

export class Worker {
  private readonly leases: Leases;

  constructor(leases: Leases) {
    this.leases = leases;
  }

  async start(): Promise<void> {
    await this.leases.takeLease('work');
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG301 `this.leases` is taken in `start` and given back in `stop`
  }

  stop(): void {
    this.leases.returnLease('work');
  }
}
