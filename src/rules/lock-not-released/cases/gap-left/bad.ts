declare function normalised(page: string): string;
declare function publish(page: string): Promise<void>;

interface Lock {
  acquire(): Promise<() => void>;
}

/** Who leaves here has the lock: what is moved into the `try` alone would not give it back. */
export async function publishNew(lock: Lock, known: ReadonlySet<string>, page: string): Promise<void> {
  const release = await lock.acquire();
  //                    ^^^^^^^^^^^^^^ RG501 `lock` stays taken if `normalised(page)` throws
  if (known.has(page)) return;
  const key = normalised(page);
  try {
    await publish(key);
  } finally {
    release();
  }
}
