/** The orders of a shop. The connection to the database is opened when somebody first needs it. */
export interface Order {
  readonly id: string;
  readonly cents: number;
}

export interface Connection {
  query(sql: string, ...values: unknown[]): Promise<readonly Order[]>;
  end(): Promise<void>;
}

export interface Driver {
  connect(url: string): Promise<Connection>;
}

export class OrderStore {
  readonly #driver: Driver;
  readonly #url: string;
  private connection: Connection | undefined;

  constructor(driver: Driver, url: string) {
    this.#driver = driver;
    this.#url = url;
  }

  async find(id: string): Promise<Order | undefined> {
    const connection = await this.connected();
    const [order] = await connection.query('select * from orders where id = $1', id);
    return order;
  }

  async add(order: Order): Promise<void> {
    const connection = await this.connected();
    await connection.query('insert into orders values ($1, $2)', order.id, order.cents);
  }

  /** When the server goes down. */
  async close(): Promise<void> {
    await this.connection?.end();
    this.connection = undefined;
  }

  private async connected(): Promise<Connection> {
    if (!this.connection) {
    //   ^^^^^^^^^^^^^^^ RG101 `this.connection` can be initialised twice
      this.connection = await this.#driver.connect(this.#url);
    }
    return this.connection;
  }
}
