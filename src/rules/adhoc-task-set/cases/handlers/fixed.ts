import { TaskRegistry } from '@raceguard/runtime';

/** What ends a task does more than take it out, has a name, or hands the value on. */
export class Jobs {
  private readonly jobs = new TaskRegistry();
  private readonly named = new TaskRegistry();
  private ended = 0;

  start(url: string): void {
    const id = Symbol(url);
    const job = load(url);
    void this.jobs.track(job.finally(() => {
      this.ended++;
    }), { id });
  }

  begin(work: Promise<void>): void {
    void this.named.track(work);
  }

  get progress(): string {
    return `${this.ended} of ${this.ended + this.jobs.size}`;
  }
}

const texts = new TaskRegistry();

export function preload(url: string): void {
  void texts.track(load(url));
}

async function load(url: string): Promise<string> {
  const response = await fetch(url);
  return response.text();
}
