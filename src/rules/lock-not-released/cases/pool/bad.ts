interface Client {
  query(text: string, values?: readonly unknown[]): Promise<{ readonly rows: readonly unknown[] }>;
  release(): void;
}

interface Pool {
  connect(): Promise<Client>;
  getConnection(): Promise<Client>;
}

declare function insertLines(client: Client, lines: readonly string[]): Promise<void>;

/** As many failures as there are clients, and the pool is empty. */
export class Orders {
  private readonly pool: Pool;

  constructor(pool: Pool) {
    this.pool = pool;
  }

  async place(id: string, lines: readonly string[]): Promise<void> {
    const client = await this.pool.connect();
//                       ^^^^^^^^^^^^^^^^^^^ RG501 What `this.pool` lent is not given back if `await client.query('BEGIN')` throws: when all are out, who comes later waits for ever
    await client.query('BEGIN');
    await client.query('INSERT INTO orders VALUES ($1)', [id]);
    await insertLines(client, lines);
    await client.query('COMMIT');
    client.release();
  }

  async touch(id: string): Promise<void> {
    const connection = await this.pool.getConnection();
//                           ^^^^^^^^^^^^^^^^^^^^^^^^^ RG501 What `this.pool` lent is not given back if `await connection.query(…)` throws
    await connection.query('UPDATE orders SET seen = now() WHERE id = $1', [id]);
    connection.release();
  }
}
