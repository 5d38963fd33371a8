import type { EventEmitter } from 'node:events';

declare function load(id: string): Promise<string>;
declare function parse(text: string): Promise<number>;

let current = '';

/** A variable of the module. */
export function watch(source: EventEmitter): string {
  source.on('select', async (id: string) => {
    current = await load(id);
//  ^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `current` is written after `await load(id)`
  });
  return current;
}

export class Reader {
  private value = 0;
  private id = '';

  constructor(source: EventEmitter) {
    source.on('read', (id: string) => this.read(id));
    source.on('select', () => this.refresh());
    source.on('id', (id: string) => {
      this.id = id;
    });
  }

  /** What it gives is wanted in any case. */
  private async read(id: string): Promise<number> {
    const text = await load(id);
    const value = await parse(text);
    this.value = value;
//  ^^^^^^^^^^^^^^^^^^ RG402 `this.value` is written after `await load(id)`
    return value;
  }

  /** The question is in a field. */
  private refresh(): Promise<void> {
    return load(this.id).then((text) => {
      this.value = text.length;
//    ^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.value` is written after `load(this.id)`
    });
  }

  get length(): number {
    return this.value;
  }
}

/** One question after the other, and each result kept as it comes. */
export class Steps {
  text = '';
  size = 0;

  constructor(source: EventEmitter) {
    source.on('select', (id: string) => this.show(id));
  }

  private async show(id: string): Promise<void> {
    this.text = await load(id);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.text` is written after `await load(id)`
    this.size = await parse(id);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.size` is written after `await parse(id)`
  }
}
