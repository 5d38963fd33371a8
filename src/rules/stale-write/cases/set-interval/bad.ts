declare function poll(since: number): Promise<{ until: number; texts: string[] }>;

export class Inbox {
  private since = 0;
  private unread = 0;

  start(): NodeJS.Timeout {
    return setInterval(async () => {
      const { until, texts } = await poll(this.since);
      this.since = Math.max(this.since, until);
      this.unread += (await Promise.all(texts.map((text) => this.isNew(text)))).filter(Boolean).length;
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.unread` is written from a value read before `await Promise.all(…)`
    }, 1000);
  }

  private async isNew(text: string): Promise<boolean> {
    return text.length > 0;
  }
}
