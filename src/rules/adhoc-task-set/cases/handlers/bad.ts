/** What ends a task does more than take it out, has a name, or hands the value on. */
export class Jobs {
  private readonly jobs = new Map<symbol, Promise<string>>();
  private readonly named = new Set<Promise<void>>();
  private ended = 0;

  start(url: string): void {
    const id = Symbol(url);
    const job = load(url);
    this.jobs.set(id, job);
    void job.finally(() => {
    //   ^^^^^^^^^^^ RG313 `this.jobs` is kept by hand
      this.jobs.delete(id);
      this.ended++;
    });
  }

  begin(work: Promise<void>): void {
    const done = () => {
      this.named.delete(work);
    };
    this.named.add(work);
    work.then(done);
//  ^^^^^^^^^ RG313 `this.named` is kept by hand
  }

  get progress(): string {
    return `${this.ended} of ${this.ended + this.jobs.size}`;
  }
}

const texts = new Set<Promise<string>>();

export function preload(url: string): void {
  const text = load(url).then(
    (value) => {
      texts.delete(text);
      return value;
    },
    (error: unknown) => {
      texts.delete(text);
      throw error;
    },
  );
  texts.add(text);
  // <- RG313 `texts` alone has the task's promise
}

async function load(url: string): Promise<string> {
  const response = await fetch(url);
  return response.text();
}
