interface Client {
  query(text: string): Promise<readonly string[]>;
  release(): void;
}

interface Pool {
  connect(): Promise<Client>;
}

export async function* names(pool: Pool): AsyncGenerator<string> {
  const client = await pool.connect();
  try {
    for (let page = 0; page < 10; page++) {
      yield* await client.query(`SELECT name FROM users OFFSET ${page * 100} LIMIT 100`);
    }
  } finally {
    client.release();
  }
}

/** It is back before the first value goes out. */
export async function* all(pool: Pool): AsyncGenerator<string> {
  const client = await pool.connect();
  let found: readonly string[] = [];
  try {
    found = await client.query('SELECT name FROM users');
  } finally {
    client.release();
  }
  yield* found;
}
