import { Mutex } from '@raceguard/runtime';

interface Group {
  enter(): Promise<void>;
  spawn(name: string): Promise<string>;
}

interface Stack {
  enter(group: Group): Promise<void>;
}

declare function makeGroup(): Group;
declare function readRows(): Promise<number[]>;

/** An exit stack enters what it is given. */
export class Stacked {
  private group: Group | undefined;
  private readonly groupMutex = new Mutex();
  private readonly stack: Stack;

  constructor(stack: Stack) {
    this.stack = stack;
  }

  async runAll(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.run(name)));
  }

  private async run(name: string): Promise<string> {
    const group = await this.groupMutex.runExclusive(async () => {
      if (!this.group) {
        const newGroup = makeGroup();
        await this.stack.enter(newGroup);
        this.group = newGroup;
      }
      return this.group;
    });
    return group.spawn(name);
  }
}

/** The class is in the project: what it has only after it waited is seen. */
class Table {
  rows: number[] = [];

  async load(): Promise<void> {
    this.rows = await readRows();
  }
}

export class Tables {
  static #table: Table | undefined;
  static readonly #tableMutex = new Mutex();
  private table: Table | null = null;
  private readonly tableMutex = new Mutex();

  static async get(): Promise<Table> {
    return Tables.#tableMutex.runExclusive(async () => {
      if (Tables.#table) return Tables.#table;
      const newTable: Table = new Table();
      await newTable.load();
      Tables.#table = newTable;
      return Tables.#table;
    });
  }

  async sum(): Promise<number> {
    const currentTable = await this.tableMutex.runExclusive(async () => {
      if (this.table === null) {
        const table = new Table();
        await table.load();
        this.table = table;
      }
      return this.table;
    });
    return currentTable.rows.reduce((a, b) => a + b, 0);
  }

  get size(): number {
    return this.table?.rows.length ?? 0;
  }
}

/** A helper looks at it before it is ready: it can't stay in a local. */
export class Helped {
  private group: Group | undefined;
  private readonly groupMutex = new Mutex();

  async spawn(name: string): Promise<string> {
    const group = await this.groupMutex.runExclusive(async () => {
      if (!this.group) {
        this.group = makeGroup();
        await this.group.enter();
        await this.warm();
      }
      return this.group;
    });
    return group.spawn(name);
  }

  private async warm(): Promise<void> {
    await this.group?.spawn('warm');
  }
}
