/** What a file exports that can be called, as far as its text tells. */
import { type Token, tokensOf } from './tokens.ts';

export interface Callable {
  /** Of the export; `default` too. */
  readonly name: string;
  /** From 1: where it is declared. */
  readonly line: number;
}

type Kind = 'function' | 'other' | 'unknown';

interface Declared {
  readonly kind: Kind;
  readonly line: number;
}

const PLAIN = /^(?:new|class|true|false|null|undefined|void|typeof|import|await|-|\+|!|~|\{|\[|`)$/;
const NO_PROGRAM_TYPE = /^(?:number|string|boolean|bigint|symbol|object|readonly|\{|\[|\w*Options)$/;

export class Exports {
  readonly #tokens: readonly Token[];
  readonly #declared = new Map<string, Declared>();
  readonly #exported = new Map<string, { readonly line: number; readonly of: string | Declared }>();

  constructor(text: string) {
    const tokens = tokensOf(text);
    this.#tokens = tokens;
    for (let at = 0; at < tokens.length; at++) {
      if (tokens[at]?.depth === 0 && !this.#is(at - 1, '.')) this.#statement(at);
    }
  }

  /** Those that are functions, or may be, by line. */
  callable(): readonly Callable[] {
    const programs: Callable[] = [];
    for (const [name, { line, of }] of this.#exported) {
      const declared = typeof of === 'string' ? (this.#declared.get(of) ?? { kind: 'unknown', line }) : of;
      if (declared.kind !== 'other') programs.push({ name, line: declared.line });
    }
    return programs.sort((a, b) => a.line - b.line);
  }

  #statement(at: number): void {
    const text = this.#text(at);
    if (text === 'export') this.#export(at);
    else if (text === 'module' || text === 'exports') this.#commonJs(at);
    else if (!this.#is(at - 1, 'export')) this.#declaration(at, () => {});
  }

  #export(at: number): void {
    const { line } = this.#tokens[at] as Token;
    if (this.#is(at + 1, 'default') || this.#is(at + 1, '=')) {
      const value = at + 2;
      const name = this.#text(value);
      if (this.#tokens[value]?.kind === 'word' && /^[;)]?$/.test(this.#text(value + 1)))
        this.#add('default', line, name);
      else if (name !== 'interface' && name !== 'abstract') {
        this.#add('default', line, { kind: this.#valueKind(value), line });
        // `export default function name`, which another export may name again.
        this.#declaration(value, () => {});
      }
    } else if (this.#is(at + 1, '{')) this.#list(at + 2);
    else this.#declaration(at + 1, (name, declared) => this.#add(name, line, declared));
  }

  /** `{ a, b as c, type T }`. */
  #list(from: number): void {
    let names: Token[] = [];
    for (let at = from; at < this.#tokens.length; at++) {
      const token = this.#tokens[at] as Token;
      if (token.text !== ',' && token.text !== '}') {
        names.push(token);
        continue;
      }
      const [first, last] = [names[0], names.at(-1)];
      const isType = first?.text === 'type' && names.length > 1 && names[1]?.text !== 'as';
      if (first && last && !isType) this.#add(last.text.replace(/^['"]|['"]$/g, ''), first.line, first.text);
      names = [];
      if (token.text === '}') return;
    }
  }

  /** A function, class or variables, with or without `export` before it. */
  #declaration(start: number, found: (name: string, declared: Declared) => void): void {
    const declare = (at: number, kind: Kind): void => {
      const { text, line } = this.#tokens[at] as Token;
      const declared = { kind, line };
      // Of overloads the first.
      if (!this.#declared.has(text)) this.#declared.set(text, declared);
      found(text, declared);
    };
    const at = this.#is(start, 'async') ? start + 1 : start;
    const word = this.#text(at);
    if (word === 'function') {
      if (this.#is(at + 1, '*')) {
        if (this.#isName(at + 2)) declare(at + 2, 'other');
      } else if (this.#isName(at + 1)) declare(at + 1, 'function');
    } else if (word === 'class' || word === 'enum') {
      if (this.#isName(at + 1)) declare(at + 1, 'other');
    } else if (word === 'const' || word === 'let' || word === 'var') this.#variables(at + 1, declare);
  }

  #variables(from: number, declare: (at: number, kind: Kind) => void): void {
    const depth = this.#tokens[from - 1]?.depth as number;
    for (let name = from; this.#isName(name) && this.#text(name) !== 'enum'; ) {
      let at = name + 1;
      if (this.#is(at, '!')) at++;
      let type: string | undefined;
      if (this.#is(at, ':')) {
        type = this.#text(at + 1);
        at = this.#typeEnd(at + 1, depth);
      }
      if (!this.#is(at, '=')) declare(name, 'other');
      else if (type !== undefined && NO_PROGRAM_TYPE.test(type)) declare(name, 'other');
      else declare(name, this.#valueKind(at + 1));
      while (at < this.#tokens.length && !this.#ends(at, depth) && !this.#isNext(at, depth)) at++;
      if (!this.#is(at, ',')) return;
      name = at + 1;
    }
  }

  /** A comma before the next variable, and not one of type arguments. */
  #isNext(at: number, depth: number): boolean {
    return this.#is(at, ',') && this.#depth(at) === depth && /^[:=,;!]?$/.test(this.#text(at + 2));
  }

  /** Of a type annotation: the `=` after it, or where its statement ends. */
  #typeEnd(from: number, depth: number): number {
    let angles = 0;
    for (let at = from; at < this.#tokens.length; at++) {
      if (this.#depth(at) !== depth) continue;
      const text = this.#text(at);
      if (text === '<') angles++;
      else if (text === '>') angles--;
      else if (text === '=' || text === ';' || (text === ',' && angles <= 0)) return at;
    }
    return this.#tokens.length;
  }

  #valueKind(at: number): Kind {
    const token = this.#tokens[at];
    if (!token) return 'other';
    if (token.text === 'async') return this.#is(at + 1, 'function') ? this.#valueKind(at + 1) : 'function';
    if (token.text === 'function') return this.#is(at + 1, '*') ? 'other' : 'function';
    if (token.text === '(' || token.text === '<') return this.#parenthesised(at);
    if (token.kind === 'literal' || PLAIN.test(token.text)) return 'other';
    if (this.#is(at + 1, '=>')) return 'function';
    const declared = this.#declared.get(token.text);
    return declared && /^[;,]?$/.test(this.#text(at + 1)) ? declared.kind : 'unknown';
  }

  /** Parameters of an arrow function, or something in brackets. */
  #parenthesised(from: number): Kind {
    const depth = this.#depth(from);
    let at = from;
    if (this.#is(from, '<')) while (at < this.#tokens.length && !(this.#is(at, '(') && this.#depth(at) === depth)) at++;
    const first = at + 1;
    while (++at < this.#tokens.length && !(this.#is(at, ')') && this.#depth(at) === depth));
    if (this.#is(at + 1, '=>') || this.#is(at + 1, ':')) return 'function';
    return this.#valueKind(first) === 'function' ? 'function' : 'other';
  }

  #commonJs(at: number): void {
    let value = at;
    if (this.#is(at, 'module')) {
      if (!this.#is(at + 1, '.') || !this.#is(at + 2, 'exports')) return;
      value = at + 2;
    }
    const { line } = this.#tokens[at] as Token;
    if (this.#is(value + 1, '=')) {
      if (this.#is(value + 2, '{')) this.#properties(value + 3);
      else if (this.#tokens[value + 2]?.kind === 'word' && /^[;]?$/.test(this.#text(value + 3)))
        this.#add('default', line, this.#text(value + 2));
      else this.#add('default', line, { kind: this.#valueKind(value + 2), line });
    } else if (this.#is(value + 1, '.') && this.#is(value + 3, '=')) {
      this.#add(this.#text(value + 2), line, { kind: this.#valueKind(value + 4), line });
    }
  }

  /** `{ a, b: c, async d() {} }`. */
  #properties(from: number): void {
    const depth = this.#depth(from);
    let starts = true;
    for (let at = from; at < this.#tokens.length && this.#depth(at) >= depth; at++) {
      if (this.#depth(at) !== depth) continue;
      if (starts) {
        const name = this.#is(at, 'async') && this.#isName(at + 1) ? at + 1 : at;
        const { text, line } = this.#tokens[name] as Token;
        if (this.#is(name + 1, ',') || this.#is(name + 1, '}')) this.#add(text, line, text);
        else if (this.#is(name + 1, '(')) this.#add(text, line, { kind: 'function', line });
        else if (this.#is(name + 1, ':')) this.#add(text, line, { kind: this.#valueKind(name + 2), line });
      }
      starts = this.#is(at, ',');
    }
  }

  #add(name: string, line: number, of: string | Declared): void {
    if (!this.#exported.has(name)) this.#exported.set(name, { line, of });
  }

  /** Whether a statement ends here: at a semicolon, or where another one begins. */
  #ends(at: number, depth: number): boolean {
    if (this.#depth(at) !== depth) return this.#depth(at) < depth;
    return (
      /^(?:;|export|const|let|var|function|class|import|interface|declare)$/.test(this.#text(at)) &&
      !this.#is(at - 1, '=') &&
      !this.#is(at - 1, 'async')
    );
  }

  #isName(at: number): boolean {
    return this.#tokens[at]?.kind === 'word';
  }

  #is(at: number, text: string): boolean {
    return this.#tokens[at]?.text === text;
  }

  #text(at: number): string {
    return this.#tokens[at]?.text ?? '';
  }

  #depth(at: number): number {
    return this.#tokens[at]?.depth ?? 0;
  }
}
