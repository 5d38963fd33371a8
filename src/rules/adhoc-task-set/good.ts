const log = (error: unknown) => console.error(error);

/** Failures are handled before the task is added, and the wait goes on until nothing is left. */
export class Handled {
  private readonly tasks = new Set<Promise<unknown>>();

  run(task: Promise<unknown>): void {
    const handled = task.catch(log);
    this.tasks.add(handled);
    void handled.finally(() => this.tasks.delete(handled));
  }

  async stop(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }
}

/** The task handles what can fail itself. */
export class HandlesItself {
  private readonly tasks = new Set<Promise<void>>();

  run(url: string): void {
    const task = this.load(url);
    this.tasks.add(task);
    void task.finally(() => this.tasks.delete(task));
  }

  async drain(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }

  private async load(url: string): Promise<void> {
    try {
      await fetch(url);
    } catch (error) {
      log(error);
    }
  }
}

/** The same behind a limit of how many run. */
export function runner(limit: <T>(work: () => Promise<T>) => Promise<T>) {
  const active = new Set<Promise<void>>();
  const work = async (url: string) => {
    try {
      await fetch(url);
    } catch (error) {
      log(error);
    }
  };
  return (url: string) => {
    const task = limit(() => work(url));
    active.add(task);
    task.finally(() => {
      active.delete(task);
    });
    return active.size;
  };
}

/** A failure without a handler is to be unhandled: the chain throws it again on purpose. */
export class Handlers {
  private readonly running = new Set<Promise<unknown>>();
  onError: ((error: unknown) => void) | undefined;

  call(handler: () => Promise<unknown>): void {
    const promise = handler();
    this.running.add(promise);
    promise
      .catch((error: unknown) => {
        if (!this.onError) throw error;
        this.onError(error);
      })
      .finally(() => this.running.delete(promise));
  }
}

/** That somebody could add during the wait is not told by the file: whoever closes may know. */
export class Hooks {
  private readonly hooks = new Set<Promise<unknown>>();

  run<T>(hook: Promise<T>): Promise<T> {
    this.hooks.add(hook);
    return hook.finally(() => this.hooks.delete(hook));
  }

  async close(): Promise<void> {
    await Promise.allSettled(Array.from(this.hooks));
  }
}

/** The caller has the promise, and sees it fail. */
export class HandsItOn {
  private readonly tasks = new Set<Promise<unknown>>();

  run<T>(work: () => Promise<T>): Promise<T> {
    const task = work().finally(() => this.tasks.delete(task));
    this.tasks.add(task);
    return task;
  }
}

/** One flight a key: everybody who asks gets the promise. */
export class SingleFlight {
  private readonly flights = new Map<string, Promise<Response>>();

  get(url: string): Promise<Response> {
    const running = this.flights.get(url);
    if (running) return running;
    const flight = fetch(url).finally(() => this.flights.delete(url));
    this.flights.set(url, flight);
    return flight;
  }

  async close(): Promise<void> {
    await Promise.allSettled(this.flights.values());
  }
}

/** One flight a key in a record, which whoever asks awaits. */
const cache: Record<string, Promise<unknown>> = {};
export async function cached(url: string): Promise<unknown> {
  if (!(url in cache)) {
    cache[url] = fetch(url)
      .then((response) => response.json())
      .catch((error: unknown) => {
        delete cache[url];
        throw error;
      });
  }
  return await cache[url];
}

/** A loop that adds and waits sees what fails. */
export async function limited(urls: readonly string[], limit: number): Promise<void> {
  const executing = new Set<Promise<unknown>>();
  for (const url of urls) {
    const task = fetch(url).finally(() => executing.delete(task));
    executing.add(task);
    if (executing.size >= limit) await Promise.race(executing);
  }
  await Promise.all(executing);
}

/** What is awaited is named for not failing. */
export class Barriers {
  private readonly barriers = new Set<Promise<unknown>>();

  constructor(private readonly scope: { safeRace(promise: Promise<unknown>): Promise<unknown> }) {}

  add(promise: Promise<unknown>): void {
    const race = this.scope.safeRace(promise);
    this.barriers.add(race);
    race.then(() => this.barriers.delete(race));
  }
}

/** It only ever resolves. */
export class Points {
  private readonly points: Record<string, Promise<void> | undefined> = {};

  register(id: string, ms: number): void {
    const { promise, resolve } = Promise.withResolvers<void>();
    this.points[id] = promise;
    setTimeout(resolve, ms);
    promise.then(() => {
      delete this.points[id];
    });
  }
}

/** What is tracked comes with its failure handled, by all who call. */
export function dispatcher(post: (body: string) => Promise<Response>) {
  const pending = new Set<Promise<void>>();

  function track(request: Promise<void>): void {
    const tracked = request.finally(() => {
      pending.delete(tracked);
    });
    pending.add(tracked);
  }

  return {
    send(body: string) {
      track(post(body).then(() => undefined, log));
    },
    pending,
  };
}

/** `flush` waits for what has begun so far, which is what it is for. */
export class Flushes {
  private readonly writes = new Set<Promise<void>>();

  constructor(source: EventTarget) {
    source.addEventListener('change', () => {
      const write = this.write().finally(() => this.writes.delete(write));
      this.writes.add(write);
    });
  }

  async flush(): Promise<void> {
    await Promise.all(this.writes);
  }

  private async write(): Promise<void> {
    await fetch('/change').catch(log);
  }
}

/** The intervals that add are cleared before the wait. */
export class Heartbeats {
  private readonly requests = new Set<Promise<unknown>>();
  private readonly timers = new Map<string, ReturnType<typeof setInterval>>();

  start(url: string): void {
    const beat = () => {
      const request = fetch(url).catch(log).finally(() => this.requests.delete(request));
      this.requests.add(request);
    };
    this.timers.set(url, setInterval(beat, 1000));
  }

  async cleanup(): Promise<void> {
    this.timers.forEach((timer) => clearInterval(timer));
    await Promise.allSettled(this.requests);
  }
}

/** Writers, not promises: nothing is waited for. */
export class Fanout {
  private readonly writers = new Set<WritableStreamDefaultWriter<string>>();

  add(stream: WritableStream<string>): void {
    const writer = stream.getWriter();
    this.writers.add(writer);
    writer.closed.finally(() => this.writers.delete(writer));
  }
}
