interface Connection {
  ping(): Promise<void>;
  end(): void;
}

declare function connect(name: string): Promise<Connection>;

export class Connections {
  private first?: Connection;
  private second?: Connection;
  private third?: Connection;

  getFirst(): Promise<Connection> {
    if (this.first) return Promise.resolve(this.first);
    //  ^^^^^^^^^^ RG101 `this.first` can be initialised twice
    return connect('first').then((connection) => {
      this.first = connection;
      return connection;
    });
  }

  getSecond(): Promise<Connection> {
    if (!this.second) {
    //   ^^^^^^^^^^^ RG101 `this.second` can be initialised twice
      return connect('second')
        .then((connection) => (this.second = connection))
        .finally(() => console.log('second'));
    }
    return Promise.resolve(this.second);
  }

  async getThird(): Promise<Connection> {
    if (this.third) {
    //  ^^^^^^^^^^ RG101 `this.third` can be initialised twice
      return this.third;
    }
    return connect('third').then(async (connection) => {
      await connection.ping();
      this.third = connection;
      return connection;
    });
  }

  end(): void {
    this.first?.end();
    this.second?.end();
    this.third?.end();
  }
}
