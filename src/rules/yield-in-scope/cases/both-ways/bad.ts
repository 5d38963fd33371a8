interface Page {
  readonly lines: AsyncIterable<string>;
}

declare function open(signal: AbortSignal): Promise<Page>;
declare function sleep(ms: number): Promise<void>;

/** Tried again, with a controller of its own each time; nothing stops the wait for the next. */
export async function* persistent(signal: AbortSignal): AsyncGenerator<string> {
  for (let left = 3; left > 0; left--) {
    const attempt = new AbortController();
    const stop = () => attempt.abort();
    signal.addEventListener('abort', stop);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `stop` is not removed if the consumer stops at `yield line`

    try {
      const page = await open(attempt.signal);
      for await (const line of page.lines) yield line;

      // It listened for this attempt alone.
      if (typeof signal.removeEventListener === 'function') {
        signal.removeEventListener('abort', stop);
      }

      return;
    } catch (error) {
      signal.removeEventListener('abort', stop);

      if (left === 1) throw error;
      await sleep(100);
    }
  }
}

export async function* timed(ms: number, late: () => void): AsyncGenerator<string> {
  const timer = setTimeout(late, ms);
//              ^^^^^^^^^^^^^^^^^^^^ RG302 `clearTimeout(timer)` is not reached if the consumer stops at `yield line`
  try {
    const page = await open(AbortSignal.timeout(ms));
    for await (const line of page.lines) {
      if (line === 'end') {
        clearTimeout(timer);
        return;
      }
      yield line;
    }
    clearTimeout(timer);
  } catch (error) {
    clearTimeout(timer);

    throw new Error('The page was lost.', { cause: error });
  }
}

export async function* told(ms: number, late: () => void, log: (error: unknown) => void): AsyncGenerator<string> {
  const timer = setTimeout(late, ms);
//              ^^^^^^^^^^^^^^^^^^^^ RG302 `clearTimeout(timer)` is not reached if the consumer stops at `yield line`
  try {
    const page = await open(AbortSignal.timeout(ms));
    for await (const line of page.lines) yield line;
    clearTimeout(timer);
  } catch (error) {
    // Whoever reads the log must not be called late.
    clearTimeout(timer);
    log(error);
  }
}

/** Where it fails, nothing ends it yet. */
export async function* read(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
//^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `stop` is not removed if the consumer stops at `yield line`
  try {
    const page = await open(signal);
    for await (const line of page.lines) yield line;
    signal.removeEventListener('abort', stop);
  } catch (error) {
    throw new Error('The page was lost.', { cause: error });
  }
}
