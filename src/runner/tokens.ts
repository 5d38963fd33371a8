/** TypeScript as tokens, enough to find what a file exports: no compiler has to be there, and half-written code is fine. */

export interface Token {
  readonly text: string;
  readonly kind: 'word' | 'literal' | 'mark';
  /** From 1. */
  readonly line: number;
  /** How many brackets of any kind are open around it; a bracket counts as outside of itself. */
  readonly depth: number;
}

const WORD = /[\p{ID_Start}$_#][\p{ID_Continue}$\u200c\u200d]*/uy;
const NUMBER = /\.?\d(?:[eE][+-]|[\w.])*/y;
const BLANK = /\s+|\/\/[^\n]*|\/\*[\s\S]*?(?:\*\/|$)/y;
const STRING = /'(?:[^'\\\n]|\\[\s\S])*'|"(?:[^"\\\n]|\\[\s\S])*"/y;
const REGEXP = /\/(?:[^/\\\n[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+\/\w*/y;
const MARK = /=>|===?|!==?|\?\.(?!\d)|\.\.\.|[\s\S]/y;
/** After one of these `/` divides, or ends an element of JSX. */
const VALUE_END = /^(?:[)\]}<]|this|super|null|true|false)$/;
const NO_VALUE =
  /^(?:return|typeof|instanceof|in|of|new|delete|void|throw|case|do|else|yield|await|default|export|extends)$/;

export function tokensOf(text: string): Token[] {
  const tokens: Token[] = [];
  /** Of each open bracket whether it is the `${` of a template. */
  const open: boolean[] = [];
  let at = 0;
  let line = 1;
  const take = (pattern: RegExp): string | undefined => {
    pattern.lastIndex = at;
    return pattern.exec(text)?.[0];
  };
  const add = (kind: Token['kind'], token: string): void => {
    tokens.push({ text: token, kind, line, depth: open.length });
    advance(token);
  };
  const advance = (passed: string): void => {
    at += passed.length;
    for (let end = passed.indexOf('\n'); end >= 0; end = passed.indexOf('\n', end + 1)) line++;
  };
  /** From after its start, or after a `}` in it, to its end or its next `${`. */
  const template = (): void => {
    let end = at;
    while (end < text.length && text[end] !== '`' && !text.startsWith('${', end)) end += text[end] === '\\' ? 2 : 1;
    if (text[end] === '$') {
      advance(text.slice(at, end + 2));
      open.push(true);
    } else advance(text.slice(at, end + 1));
  };
  while (at < text.length) {
    const blank = take(BLANK);
    if (blank !== undefined) {
      advance(blank);
      continue;
    }
    const last = tokens.at(-1);
    const divides =
      last !== undefined &&
      (last.kind === 'literal' || VALUE_END.test(last.text) || (last.kind === 'word' && !NO_VALUE.test(last.text)));
    const literal = take(STRING) ?? take(NUMBER) ?? (divides ? undefined : take(REGEXP));
    const word = literal === undefined ? take(WORD) : undefined;
    if (literal !== undefined) add('literal', literal);
    else if (word !== undefined) add('word', word);
    else if (text[at] === '`') {
      add('literal', '`');
      template();
    } else {
      const mark = take(MARK) as string;
      const closes = /^[)\]}]$/.test(mark);
      if (closes && open.pop() === true && mark === '}') {
        advance(mark);
        template();
        continue;
      }
      add('mark', mark);
      if (/^[([{]$/.test(mark)) open.push(false);
    }
  }
  return tokens;
}
