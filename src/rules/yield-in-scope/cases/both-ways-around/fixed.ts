interface Page {
  readonly lines: AsyncIterable<string>;
}

declare function open(signal?: AbortSignal): Promise<Page>;
declare function isListening(signal: AbortSignal): boolean;

/** More is to come behind the end of the timer. */
export async function* warned(ms: number, late: () => void): AsyncGenerator<string> {
  const timer = setTimeout(late, ms);
  try {
    try {
      const page = await open();
      for await (const line of page.lines) yield line;
      clearTimeout(timer);
      const last = await open();
      for await (const line of last.lines) yield line;
    } catch (error) {
      clearTimeout(timer);
      throw error;
    }
  } finally {
    clearTimeout(timer);
  }
}

/** Whether it is ended hangs on what only the `try` knows. */
export async function* counted(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
  try {
    try {
      const page = await open();
      for await (const line of page.lines) yield line;
      if (page) signal.removeEventListener('abort', stop);
    } catch (error) {
      signal.removeEventListener('abort', stop);
      throw error;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The test is a call. */
export async function* asked(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
  try {
    try {
      const page = await open(signal);
      for await (const line of page.lines) yield line;
      if (isListening(signal)) signal.removeEventListener('abort', stop);
    } catch (error) {
      signal.removeEventListener('abort', stop);
      throw error;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** There is a `finally` already. */
export async function* logged(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
  try {
    const page = await open(signal);
    for await (const line of page.lines) yield line;
    signal.removeEventListener('abort', stop);
  } catch (error) {
    signal.removeEventListener('abort', stop);
    throw error;
  } finally {
    signal.removeEventListener('abort', stop);
    console.log('read');
  }
}

/** Something else is done where it is not ended. */
export async function* either(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
  try {
    try {
      const page = await open(signal);
      for await (const line of page.lines) yield line;
      if (!signal.aborted) signal.removeEventListener('abort', stop);
      else console.log('too late');
    } catch (error) {
      signal.removeEventListener('abort', stop);
      throw error;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}

/** The jump leaves the loop, and not what is done with it. */
export async function* jumped(signal: AbortSignal, stop: () => void): AsyncGenerator<string> {
  signal.addEventListener('abort', stop);
  try {
    try {
      const page = await open(signal);
      for await (const line of page.lines) {
        if (!line) {
          signal.removeEventListener('abort', stop);
          break;
        }
        yield line;
      }
      console.log(isListening(signal));
    } catch (error) {
      signal.removeEventListener('abort', stop);
      throw error;
    }
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
