import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Scenario } from '../scenario.ts';
import { watchField } from '../watch-field.ts';
import type * as program from './unsafe.ts';

export const scenario: Scenario<typeof program> = {
  title: 'Two requests open two connections',
  story:
    'A server connects to its database when the first request needs it. After a restart under load several requests ' +
    'come at once: each finds no connection, and each opens one. The last one is kept, the others stay open with nobody ' +
    'to close them, until the database refuses further clients and the server can no longer shut down in peace. A test ' +
    'sends one request after the other, so the second one always finds what the first one has opened.',
  rules: ['RG101'],
  drives: [
    {
      hazard: 'two connections are opened, and one is never closed',
      failure: /1 connection is never closed/,
      async program(t, load) {
        const database = new Database(t);
        const store = new (load().OrderStore)(database, 'postgres://shop');
        watchField(t, store, 'connection');
        t.watch(database, 'open');
        t.task('request 1', () => store.find('A17'));
        t.task('request 2', () => store.find('B42'));
        await t.all();
        await store.close();
        if (database.left > 0) throw new Error(`${database.left} connection is never closed`);
      },
    },
  ],
};

class Database implements program.Driver {
  readonly #connections = new Set<Connection>();
  readonly connect: program.Driver['connect'];
  open = 0;

  constructor(t: Trial) {
    const connect = () => {
      const connection = new Connection(() => this.#keep(connection, false));
      this.#keep(connection, true);
      return connection;
    };
    this.connect = t.wrap(connect, { name: 'connect', park: 'return' });
  }

  get left(): number {
    return this.#connections.size;
  }

  #keep(connection: Connection, isOpen: boolean): void {
    if (isOpen) this.#connections.add(connection);
    else this.#connections.delete(connection);
    this.open = this.#connections.size;
  }
}

class Connection implements program.Connection {
  readonly #close: () => void;

  constructor(close: () => void) {
    this.#close = close;
  }

  async query(): Promise<[]> {
    return [];
  }

  async end(): Promise<void> {
    this.#close();
  }
}
