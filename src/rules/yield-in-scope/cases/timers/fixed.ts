declare function render(at: number): Promise<string>;

export async function* frames(isOver: () => boolean, limit?: number): AsyncGenerator<string> {
  let ticks = 0;
  const clock = setInterval(() => ticks++, 16);
  try {
    while (!isOver()) yield await render(ticks);
  } finally {
    clearInterval(clock);
  }
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
    target.removeEventListener('answer', take);
    signal.removeEventListener('abort', end);
  }
}

export async function* patient(ask: () => Promise<string>, signal: AbortController, ms?: number): AsyncGenerator<string> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  timer = setTimeout(() => signal.abort(), ms);
  try {
    const first = await ask();
    if (!first) {
      return;
    }
    yield first;
  } finally {
    if (timer) clearTimeout(timer);
  }
}

/** The executor of a promise runs at once. */
export async function* steps(signal: AbortSignal, next: () => Promise<number>): AsyncGenerator<number> {
  let stop: (() => void) | undefined;
  const stopped = new Promise<number>((_, reject) => {
    stop = () => reject(new Error('stopped'));
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    for (let i = 0; i < 3; i++) yield await Promise.race([next(), stopped]);
  } finally {
    if (stop) signal.removeEventListener('abort', stop);
  }
}

/** Nobody removes it at all. */
export async function* keys(target: EventTarget, wait: () => Promise<boolean>): AsyncGenerator<Event> {
  const events: Event[] = [];
  const take = (event: Event) => void events.push(event);
  target.addEventListener('keydown', take);
  try {
    while (await wait()) yield* events.splice(0);
  } finally {
    target.removeEventListener('keydown', take);
  }
}

interface Query {
  start(): Promise<void>;
  messages(): AsyncIterable<string>;
  close(): Promise<void>;
}

export async function* query(given: Query): AsyncGenerator<string> {
  await given.start();
  try {
    for await (const message of given.messages()) yield message;
  } finally {
    await given.close();
  }
}
