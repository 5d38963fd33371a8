declare function render(at: number): Promise<string>;

export async function* frames(isOver: () => boolean, limit?: number): AsyncGenerator<string> {
  let ticks = 0;
  const clock = setInterval(() => ticks++, 16);
//              ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `clock` goes on for ever if the consumer stops at `yield await render(ticks)`
  while (!isOver()) yield await render(ticks);
  clearInterval(clock);
  console.log(limit);
}

/** A `finally` is there, for something else. */
export async function* answers(
  target: EventTarget,
  signal: AbortSignal,
  wait: () => Promise<void>,
): AsyncGenerator<Event> {
  const events: Event[] = [];
  let isOver = false;
  const take = (event: Event) => {
    if (event.type === 'end') {
      target.removeEventListener('answer', take);
      isOver = true;
    } else events.push(event);
  };
  target.addEventListener('answer', take);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `take` is not removed if the consumer stops at `yield event`
  const end = () => {
    isOver = true;
  };
  signal.addEventListener('abort', end);
  try {
    while (!isOver) {
      await wait();
      for (const event of events.splice(0)) yield event;
    }
  } finally {
    signal.removeEventListener('abort', end);
  }
}

export async function* patient(ask: () => Promise<string>, signal: AbortController, ms?: number): AsyncGenerator<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  timer = setTimeout(() => signal.abort(), ms);
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `clearTimeout(timer)` is not reached if the consumer stops at `yield first`
  const first = await ask();
  if (!first) {
    clearTimeout(timer);
    return;
  }
  yield first;
  if (timer) clearTimeout(timer);
}

/** The executor of a promise runs at once. */
export async function* steps(signal: AbortSignal, next: () => Promise<number>): AsyncGenerator<number> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<number>((_, reject) => {
    stop = () => reject(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `stop` is not removed if the consumer stops at `yield await Promise.race(…)`
  });
  for (let i = 0; i < 3; i++) yield await Promise.race([next(), stopped]);
  if (stop) signal.removeEventListener('abort', stop);
}

/** Nobody removes it at all. */
export async function* keys(target: EventTarget, wait: () => Promise<boolean>): AsyncGenerator<Event> {
  const events: Event[] = [];
  const take = (event: Event) => void events.push(event);
  target.addEventListener('keydown', take);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `take` is not removed if the consumer stops at `yield* events.splice(0)`
  while (await wait()) yield* events.splice(0);
}

interface Query {
  start(): Promise<void>;
  messages(): AsyncIterable<string>;
  close(): Promise<void>;
}

export async function* query(given: Query): AsyncGenerator<string> {
  await given.start();
//      ^^^^^^^^^^^^^ RG302 `given.close()` is not reached if the consumer stops at `yield message`
  for await (const message of given.messages()) yield message;
  await given.close();
}
