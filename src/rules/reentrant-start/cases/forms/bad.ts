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
  private readonly stack: Stack;

  constructor(stack: Stack) {
    this.stack = stack;
  }

  async runAll(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.run(name)));
  }

  private async run(name: string): Promise<string> {
    this.group ??= makeGroup();
//  ^^^^^^^^^^ RG102 `this.group` can be entered twice: who finds it set here goes on to `await this.stack.enter(this.group)` too
    await this.stack.enter(this.group);
    return this.group.spawn(name);
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
  private table: Table | null = null;

  static async get(): Promise<Table> {
    if (Tables.#table) return Tables.#table;
    //  ^^^^^^^^^^^^^ RG102 `Tables.#table` can be used half-ready: it is set before `await Tables.#table.load()` is done
    Tables.#table = new Table();
    await Tables.#table.load();
    return Tables.#table;
  }

  async sum(): Promise<number> {
    if (this.table === null) {
    //  ^^^^^^^^^^^^^^^^^^^ RG102 `this.table` can be used half-ready: it is set before `await table.load()` is done
      const table = new Table();
      this.table = table;
      await table.load();
    }
    return this.table.rows.reduce((a, b) => a + b, 0);
  }

  get size(): number {
    return this.table?.rows.length ?? 0;
  }
}

/** A helper looks at it before it is ready: it can't stay in a local. */
export class Helped {
  private group: Group | undefined;

  async spawn(name: string): Promise<string> {
    if (!this.group) {
    //   ^^^^^^^^^^ RG102 `this.group` can be used half-ready: it is set before `await this.group.enter()` is done
      this.group = makeGroup();
      await this.group.enter();
      await this.warm();
    }
    return this.group.spawn(name);
  }

  private async warm(): Promise<void> {
    await this.group?.spawn('warm');
  }
}

interface Line {
  onclose?: () => void;
  connect(): Promise<void>;
  send(text: string): void;
}

declare function makeLine(): Line;

/** It may be closed while it connects: what clears it must find it there. */
export class Closing {
  private line: Line | undefined;

  async send(text: string): Promise<void> {
    if (!this.line) {
    //   ^^^^^^^^^ RG102 `this.line` can be used half-ready: it is set before `await line.connect()` is done
      const line = makeLine();
      line.onclose = () => {
        this.line = undefined;
      };
      this.line = line;
      await line.connect();
    }
    this.line?.send(text);
  }
}
