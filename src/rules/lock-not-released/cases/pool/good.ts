interface Client {
  query(text: string): Promise<{ readonly rows: readonly unknown[] }>;
  release(): void;
}

interface Pool {
  connect(): Promise<Client>;
}

interface Socket {
  connect(): Promise<{ send(text: string): Promise<void> }>;
}

declare function namesOf(schema: string): string;
declare function insertAll(client: Client): Promise<void>;

export async function place(pool: Pool): Promise<void> {
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await insertAll(client);
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw error;
  } finally {
    client.release();
  }
}

/** Who asks for it gives it back. */
export async function begin(pool: Pool): Promise<Client> {
  const client = await pool.connect();
  await client.query('BEGIN');
  return client;
}

export async function end(client: Client): Promise<void> {
  await client.query('COMMIT');
  client.release();
}

/** Nothing that is given back. */
export async function greet(socket: Socket): Promise<void> {
  const line = await socket.connect();
  await line.send('hello');
}

/** In both ways out. */
export async function count(pool: Pool): Promise<number> {
  const client = await pool.connect();
  let found: readonly unknown[];
  try {
    found = (await client.query('SELECT id FROM orders')).rows;
  } catch (error) {
    client.release();
    throw error;
  }
  client.release();
  return found.length;
}

/** A name is put together in between. */
export async function read(pool: Pool, schema: string): Promise<number> {
  const client = await pool.connect();
  const names = namesOf(schema);
  try {
    return (await client.query(names)).rows.length;
  } finally {
    client.release();
  }
}
