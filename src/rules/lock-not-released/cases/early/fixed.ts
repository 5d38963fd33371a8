interface Pool<T> {
  acquire(): Promise<T>;
  release(item: T): void;
}

interface Connection {
  query(text: string): Promise<readonly string[]>;
}

declare const pool: Pool<Connection>;

/** One way out gives nothing back. */
export async function first(name: string): Promise<string | undefined> {
  const connection = await pool.acquire();
  try {
    const rows = await connection.query(name);
    const [row] = rows;
    if (!row) return undefined;
    return row;
  } finally {
    pool.release(connection);
  }
}

/** All that can fail is caught, but a `return` is in between. */
export async function count(name: string): Promise<number> {
  const connection = await pool.acquire();
  try {
    const rows = await connection.query(name).catch(() => []);
    if (rows.length === 0) return 0;
  } finally {
    pool.release(connection);
  }
  return 1;
}
