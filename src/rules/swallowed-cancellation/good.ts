interface Reply {
  send(message: { error: string } | { result: string }): void;
}

interface Socket extends Reply {
  on(event: string, listener: () => void): void;
}

declare function search(query: string, signal?: AbortSignal): Promise<string>;
declare function sleep(ms: number, signal?: AbortSignal): Promise<void>;
declare function isAbortError(error: unknown): boolean;

/** It asks first, by the signal, by the error, or by a function that does. */
export async function asked(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await search(query, signal) });
  } catch (error) {
    if (signal.aborted) return;
    reply.send({ error: String(error) });
  }
}

export async function byName(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await search(query, signal) });
  } catch (error) {
    if (error instanceof Error && error.name === 'AbortError') return;
    reply.send({ error: String(error) });
  }
}

export async function byGuard(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await search(query, signal) });
  } catch (error) {
    if (!isAbortError(error)) reply.send({ error: String(error) });
  }
}

function answer(reply: Reply, error: unknown): void {
  if (isAbortError(error)) return;
  reply.send({ error: String(error) });
}

export async function byHelper(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await search(query, signal) });
  } catch (error) {
    answer(reply, error);
    reply.send({ error: 'see above' });
  }
}

/** The end of the line: it only logs. */
export async function logged(query: string, signal: AbortSignal): Promise<void> {
  try {
    await search(query, signal);
  } catch (error) {
    console.error('search failed', error);
  }
}

/** It is given back, or thrown on. */
export async function settled(query: string, signal: AbortSignal): Promise<{ error: unknown } | { result: string }> {
  try {
    return { result: await search(query, signal) };
  } catch (error) {
    return { error };
  }
}

export async function wrapped(query: string, signal: AbortSignal): Promise<string> {
  try {
    return await search(query, signal);
  } catch (cause) {
    throw new Error(`no result for ${query}`, { cause });
  }
}

/** It asks at the head of the loop, or waits with the signal. */
export async function retried(query: string, signal: AbortSignal): Promise<string | undefined> {
  while (!signal.aborted) {
    try {
      return await search(query, signal);
    } catch {
      await sleep(100);
    }
  }
  return undefined;
}

export async function waited(query: string, signal: AbortSignal): Promise<string> {
  for (;;) {
    try {
      return await search(query, signal);
    } catch {
      await sleep(100, signal);
    }
  }
}

/** A timeout is a failure like any other. */
export async function timed(query: string, reply: Reply): Promise<void> {
  const controller = new AbortController();
  const timer = setTimeout(() => controller.abort(), 1000);
  try {
    reply.send({ result: await search(query, controller.signal) });
  } catch (error) {
    reply.send({ error: String(error) });
  } finally {
    clearTimeout(timer);
  }
}

export async function timedOut(query: string, reply: Reply): Promise<void> {
  try {
    reply.send({ result: await search(query, AbortSignal.timeout(1000)) });
  } catch (error) {
    reply.send({ error: String(error) });
  }
}

/** Whom the answer would go to has closed the connection: that is what aborts it. */
export async function connected(query: string, socket: Socket): Promise<void> {
  const controller = new AbortController();
  socket.on('close', () => controller.abort());
  try {
    socket.send({ result: await search(query, controller.signal) });
  } catch (error) {
    socket.send({ error: String(error) });
  }
}

/** The signal does not reach the attempt. */
export async function outside(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  await sleep(10, signal);
  try {
    reply.send({ result: await search(query) });
  } catch (error) {
    reply.send({ error: String(error) });
  }
}

/** What is called looks to the abort itself, and ends without an error. */
async function careful(query: string, signal: AbortSignal): Promise<string> {
  try {
    return await search(query, signal);
  } catch {
    return '';
  }
}

export async function lookedTo(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await careful(query, signal) });
  } catch (error) {
    reply.send({ error: String(error) });
  }
}

/** Errors of one kind are answered, others go on. */
export async function ofOneKind(query: string, reply: Reply, signal: AbortSignal): Promise<void> {
  try {
    reply.send({ result: await search(query, signal) });
  } catch (error) {
    if (error instanceof SyntaxError) reply.send({ error: error.message });
    else throw error;
  }
}

/** A token that is no cancellation token. */
export async function login(reply: Reply, token: string): Promise<void> {
  try {
    reply.send({ result: await search(token) });
  } catch (error) {
    reply.send({ error: String(error) });
  }
}
