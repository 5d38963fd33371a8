declare function ping(host: string, no: number): Promise<number>;

export class Monitor {
  private readonly stats = { sent: 0, millis: 0 };

  watch(hosts: readonly string[]): void {
    const self = this;
    for (const host of hosts)
      setInterval(async function () {
        const { stats } = self;
        stats.millis += await ping(host, 0);
//      ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.stats.millis` is written from a value read before `await ping(host, 0)`
        const no = self.stats.sent;
        await ping(host, no);
        self.stats.sent = no + 1;
//      ^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.stats.sent` is written from a value read before `await ping(host, no)`
      }, 1000);
  }
}
