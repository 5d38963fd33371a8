import { Lazy } from '@raceguard/runtime';

interface Connection {
  ping(): Promise<void>;
  end(): void;
}

declare function connect(name: string): Promise<Connection>;

export class Connections {
  private readonly first = new Lazy<Connection>();
  private readonly second = new Lazy<Connection>();
  private readonly third = new Lazy<Connection>();

  getFirst(): Promise<Connection> {
    return this.first.get(() => connect('first'));
  }

  getSecond(): Promise<Connection> {
    return this.second.get(() =>
      connect('second')
        .finally(() => console.log('second'))
    );
  }

  async getThird(): Promise<Connection> {
    return this.third.get(() => connect('third').then(async (connection) => {
      await connection.ping();
      return connection;
    }));
  }

  end(): void {
    this.first.peek()?.end();
    this.second.peek()?.end();
    this.third.peek()?.end();
  }
}
