interface Client {
  query(text: string): Promise<readonly string[]>;
  release(): void;
}

interface Pool {
  connect(): Promise<Client>;
}

/** A consumer that has found what it looked for leaves the client with the generator. */
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
