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
  //                       ^^^^^^^^^^^^^^ RG501 `pool` stays taken if `await connection.query(name)` throws
  const rows = await connection.query(name);
  const [row] = rows;
  if (!row) return undefined;
  pool.release(connection);
  return row;
}

/** All that can fail is caught, but a `return` is in between. */
export async function count(name: string): Promise<number> {
  const connection = await pool.acquire();
  //                       ^^^^^^^^^^^^^^ RG501 `pool` stays taken at `return 0;`
  const rows = await connection.query(name).catch(() => []);
  if (rows.length === 0) return 0;
  pool.release(connection);
  return 1;
}
