import type { EventEmitter } from 'node:events';
import { CancellationToken } from '@raceguard/runtime';

declare function load(id: string): Promise<string>;
declare function parse(text: string): Promise<number>;

let current = '';
const currentToken = new CancellationToken();

/** A variable of the module. */
export function watch(source: EventEmitter): string {
  source.on('select', async (id: string) => {
    currentToken.cancel();
    currentToken.reset();
    const latest = currentToken.snapshot();
    const result = await load(id);
    if (!latest.cancelled) current = result;
  });
  return current;
}

export class Reader {
  private value = 0;
  private readonly valueToken = new CancellationToken();
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
    this.valueToken.cancel();
    this.valueToken.reset();
    const latest = this.valueToken.snapshot();
    const text = await load(id);
    const value = await parse(text);
    if (!latest.cancelled) this.value = value;
    return value;
  }

  /** The question is in a field. */
  private refresh(): Promise<void> {
    this.valueToken.cancel();
    this.valueToken.reset();
    const latest = this.valueToken.snapshot();
    return load(this.id).then((text) => {
      if (latest.cancelled) return;
      this.value = text.length;
    });
  }

  get length(): number {
    return this.value;
  }
}

/** One question after the other, and each result kept as it comes. */
export class Steps {
  text = '';
  private readonly textToken = new CancellationToken();
  size = 0;

  constructor(source: EventEmitter) {
    source.on('select', (id: string) => this.show(id));
  }

  private async show(id: string): Promise<void> {
    this.textToken.cancel();
    this.textToken.reset();
    const latest = this.textToken.snapshot();
    const text = await load(id);
    if (!latest.cancelled) this.text = text;
    const size = await parse(id);
    if (!latest.cancelled) this.size = size;
  }
}
