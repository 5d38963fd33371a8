const log = (error: unknown) => console.error(error);

/** Failures are handled before a task is added, and the wait goes on until nothing is left. */
export class Careful {
  private readonly tasks = new Set<Promise<void>>();

  run(work: () => Promise<void>): void {
    const task = work()
      .catch(log)
      .finally(() => {
        this.tasks.delete(task);
      });
    this.tasks.add(task);
  }

  async stop(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }
}

/** The caller gets the chain that takes it out. */
export class Hooks {
  private readonly hooks = new Set<Promise<unknown>>();

  run<T>(hook: () => Promise<T>): Promise<T> {
    const promise = hook();
    this.hooks.add(promise);
    return promise.finally(() => this.hooks.delete(promise));
  }

  async settle(): Promise<void> {
    await Promise.allSettled(Array.from(this.hooks));
  }
}

/** One forecast a town at a time: whoever asks has the promise, and its failure. */
export class Forecasts {
  private readonly asked = new Map<string, Promise<Response>>();

  get(town: string): Promise<Response> {
    const known = this.asked.get(town);
    if (known) return known;
    const forecast = fetch(town).finally(() => {
      this.asked.delete(town);
    });
    this.asked.set(town, forecast);
    return forecast;
  }
}

/** Who begins a lookup waits for it in the same step. */
const lookups = new Map<string, Promise<Response>>();
export async function lookUp(word: string): Promise<Response> {
  const running = lookups.get(word);
  if (running) return running;
  const lookup = fetch(word);
  lookups.set(word, lookup);
  try {
    return await lookup;
  } finally {
    lookups.delete(word);
  }
}

/** The task takes itself out, and says of every failure what to use instead. */
const portraits = new Map<string, Promise<string>>();
export async function portrait(name: string): Promise<string> {
  if (portraits.has(name)) return portraits.get(name)!;
  const drawn = (async () => {
    try {
      const response = await fetch(name);
      return await response.text();
    } catch (error) {
      log(error);
      return 'nobody';
    } finally {
      portraits.delete(name);
    }
  })();
  portraits.set(name, drawn);
  return drawn;
}

/** Kept for good: only one that failed is asked for again. */
const recipes: Record<string, Promise<string> | undefined> = {};
export function recipe(dish: string): Promise<string> | undefined {
  recipes[dish] ??= fetch(dish)
    .then((response) => response.text())
    .catch((error: unknown) => {
      log(error);
      delete recipes[dish];
      return '';
    });
  return recipes[dish];
}

/** As well, with the failure left to those who ask. */
const scores = new Map<string, Promise<Response>>();
export function score(song: string): Promise<Response> {
  const known = scores.get(song);
  if (known) return known;
  const read = fetch(song);
  scores.set(song, read);
  read.catch(() => {
    scores.delete(song);
  });
  return read;
}

/** Both outcomes are handled, and whoever asked has the promise. */
const tides = new Map<string, Promise<Response>>();
export function tide(harbour: string): Promise<Response> {
  const known = tides.get(harbour);
  if (known) return known;
  const read = fetch(harbour);
  tides.set(harbour, read);
  const clear = () => {
    if (tides.get(harbour) === read) tides.delete(harbour);
  };
  read.then(clear, clear);
  return read;
}

/** The failure goes to the promise that is handed out. */
export class Catalogue {
  private readonly requests = new Map<string, Promise<Response>>();

  fetch(book: string): Promise<Response> | undefined {
    if (this.requests.has(book)) return this.requests.get(book);
    const request = new Promise<Response>((resolve, reject) => {
      fetch(book)
        .then(resolve)
        .catch((error: unknown) => {
          log(error);
          reject(error);
        })
        .finally(() => {
          this.requests.delete(book);
        });
    });
    this.requests.set(book, request);
    return request;
  }
}

/** It waits for what has begun so far, and each one's failure is seen where it is added. */
export class Inbox {
  private readonly letters = new Set<Promise<string>>();
  private readonly read: string[] = [];

  put(letter: Promise<string>): void {
    this.letters.add(letter);
    letter
      .then((text) => {
        this.letters.delete(letter);
        this.read.push(text);
      })
      .catch((error: unknown) => {
        this.letters.delete(letter);
        log(error);
      });
  }

  async waitAll(): Promise<void> {
    await Promise.all(this.letters);
  }
}

/** Nothing that is waited for can fail, and after `stop` the rest is of no use to anybody. */
export class Rehearsal {
  private readonly scenes = new Set<Promise<void>>();

  constructor(stage: EventTarget) {
    stage.addEventListener('scene', () => {
      const scene = new Promise<void>((resolve) => {
        stage.addEventListener('curtain', () => resolve(), { once: true });
      });
      this.scenes.add(scene);
      scene.then(() => this.scenes.delete(scene));
    });
  }

  async flush(): Promise<void> {
    await Promise.all(this.scenes);
  }

  stop(): void {
    this.scenes.clear();
  }
}

/** A record of signals that somebody else gives. */
export class Gates {
  private readonly gates: Record<string, Promise<void> | undefined> = {};

  wait(gate: string): Promise<void> | undefined {
    return this.gates[gate];
  }

  close(gate: string, ms: number): void {
    if (this.gates[gate]) throw new Error(`${gate} is closed`);
    const { promise, resolve } = Promise.withResolvers<void>();
    this.gates[gate] = promise;
    setTimeout(resolve, ms);
    promise.then(() => {
      delete this.gates[gate];
    });
  }
}
