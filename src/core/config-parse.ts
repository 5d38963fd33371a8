/** Reads the text of a `raceguard.config.json` (comments and trailing commas allowed) and says all that is wrong. */
import { type Node, type ParseError, parseTree, printParseErrorCode } from 'jsonc-parser';
import type { ConfigFile } from './config.ts';
import { presets, ruleSettings } from './config.ts';
import { globFault } from './globs.ts';
import { didYouMean } from './near.ts';
import type { RuleMeta } from './rule.ts';

/** One thing that is wrong: what it is and the remedy, and where in the text. */
export interface ConfigFault {
  readonly start: number;
  readonly end: number;
  readonly message: string;
}

/** `config` is present if and only if there are no faults. */
export interface ParsedConfig {
  readonly config?: ConfigFile;
  readonly faults: readonly ConfigFault[];
}

export function parseConfig(text: string, rules: readonly RuleMeta[]): ParsedConfig {
  const errors: ParseError[] = [];
  const root = parseTree(text, errors, { allowTrailingComma: true });
  const faults: ConfigFault[] = errors.map((e) => ({
    start: e.offset,
    end: e.offset + Math.max(e.length, 1),
    message: `${syntaxMessages[printParseErrorCode(e.error)] ?? `it is not valid JSON (${printParseErrorCode(e.error)})`}.`,
  }));
  if (!root && !faults.length)
    faults.push({ start: 0, end: 1, message: 'the file is empty: write `{}` for the defaults.' });
  if (faults.length || !root) return { faults: faults.slice(0, 1) };
  const config = new Reader(rules, faults).file(root);
  return faults.length ? { faults } : { config, faults };
}

const syntaxMessages: Readonly<Partial<Record<string, string>>> = {
  CommaExpected: 'a comma is missing before this',
  ColonExpected: 'a colon is missing before this',
  CloseBraceExpected: 'a closing `}` is missing here',
  CloseBracketExpected: 'a closing `]` is missing here',
  PropertyNameExpected: 'a field name in double quotes is expected here',
  ValueExpected: 'a value is expected here',
  UnexpectedEndOfString: 'this string is not closed',
  UnexpectedEndOfComment: 'this comment is not closed',
  InvalidSymbol: 'strings and names are written in double quotes; this is not valid JSON',
  EndOfFileExpected: 'nothing may follow the closing `}`; remove this',
};

type Read<T> = (node: Node) => T | undefined;
type Shape<T> = { [P in keyof Required<T>]: Read<Required<T>[P]> };

class Reader {
  private readonly names: readonly string[];

  private readonly faults: ConfigFault[];

  constructor(rules: readonly RuleMeta[], faults: ConfigFault[]) {
    this.faults = faults;
    this.names = rules.flatMap((r) => [r.id, r.code]);
  }

  file(root: Node): ConfigFile {
    const preset: Read<NonNullable<ConfigFile['preset']>> = (node) => this.oneOf(node, 'a preset', presets);
    const rules: Read<NonNullable<ConfigFile['rules']>> = (node) => this.rules(node);
    const globs: Read<readonly string[]> = (node) => this.strings(node, globFault);
    const shape: Shape<ConfigFile> = {
      $schema: (node) => this.string(node),
      preset,
      rules,
      ignore: globs,
      overrides: (node) =>
        this.list(node, (entry) => {
          const override = this.object<NonNullable<ConfigFile['overrides']>[number]>(
            entry,
            { files: globs, preset, rules },
            'an override',
          );
          if (override && !override.files && entry.type === 'object')
            this.fault(entry, 'an override needs `files`: the globs that it holds for');
          return override;
        }),
      guards: (node) => this.strings(node, guardFault),
      locks: (node) => this.strings(node, lockFault),
      perRequestTypes: (node) => this.strings(node, typeFault),
    };
    return this.object(root, shape, 'the configuration') ?? {};
  }

  private rules(node: Node): ConfigFile['rules'] {
    const found: Record<string, (typeof ruleSettings)[number]> = {};
    for (const [key, value] of this.entries(node, '`rules`')) {
      if (!this.names.includes(key.value))
        this.fault(
          key,
          `no rule is called \`${key.value}\`.${didYouMean(key.value, this.names)} \`raceguard rules\` lists them`,
        );
      const setting = this.oneOf(value, 'a severity', ruleSettings);
      if (setting) found[key.value] = setting;
    }
    return found;
  }

  private object<T>(node: Node, shape: Shape<T>, what: string): T | undefined {
    const found: Record<string, unknown> = {};
    for (const [key, value] of this.entries(node, what)) {
      const read = Object.hasOwn(shape, key.value) ? shape[key.value as keyof T] : undefined;
      if (!read) {
        const known = Object.keys(shape);
        const near = didYouMean(key.value, known);
        this.fault(key, `${what} has no field \`${key.value}\`.${near || ` It may have: ${known.join(', ')}`}`);
        continue;
      }
      const result = read(value);
      if (result !== undefined) found[key.value] = result;
    }
    return node.type === 'object' ? (found as T) : undefined;
  }

  private entries(node: Node, what: string): [key: Node, value: Node][] {
    if (node.type !== 'object') {
      this.fault(node, `${what} must be an object, not ${kindOf(node)}`);
      return [];
    }
    return (node.children ?? []).flatMap((p) =>
      p.children?.[0] && p.children[1] ? [[p.children[0], p.children[1]]] : [],
    );
  }

  private list<T>(node: Node, read: Read<T>): T[] | undefined {
    if (node.type !== 'array') {
      this.fault(node, `a list in \`[ ]\` is expected here, not ${kindOf(node)}`);
      return undefined;
    }
    return (node.children ?? []).flatMap((child) => read(child) ?? []);
  }

  private strings(node: Node, faultOf: (text: string) => string | undefined): string[] | undefined {
    return this.list(node, (child) => {
      const text = this.string(child);
      const fault = text === undefined ? undefined : faultOf(text);
      if (fault) this.fault(child, fault);
      return text;
    });
  }

  private string(node: Node): string | undefined {
    if (node.type === 'string') return node.value;
    this.fault(node, `a string is expected here, not ${kindOf(node)}`);
    return undefined;
  }

  private oneOf<T extends string>(node: Node, what: string, allowed: readonly T[]): T | undefined {
    if (allowed.includes(node.value)) return node.value;
    const given =
      node.type === 'string'
        ? `\`${node.value}\` is not ${what}.${didYouMean(node.value, allowed)}`
        : `${what} is expected here, not ${kindOf(node)}.`;
    this.fault(node, `${given} It is one of: ${allowed.join(', ')}`);
    return undefined;
  }

  private fault(node: Node, message: string): void {
    this.faults.push({
      start: node.offset,
      end: node.offset + node.length,
      message: /[.?]$/.test(message) ? message : `${message}.`,
    });
  }
}

function kindOf(node: Node): string {
  if (node.type === 'null') return '`null`';
  return node.type === 'array' || node.type === 'object' ? `an ${node.type}` : `a ${node.type}`;
}

const name = String.raw`[\p{ID_Start}$_][\p{ID_Continue}$]*`;
const guardForm = new RegExp(String.raw`^(?:#?${name}|\*)(?:\.(?:#?${name}|\*))*$`, 'u');
const typeForm = new RegExp(String.raw`^${name}(?:\.${name})*$`, 'u');

function guardFault(guard: string): string | undefined {
  if (guardForm.test(guard)) return undefined;
  return `\`${guard}\` can't be the name of a guard: write the callee as in code, without the call, like \`withLock\`, \`this.queue.add\` or \`*.transaction\``;
}

const lockForm = /^[\w$#]+\/[\w$#]+$/;

function lockFault(pair: string): string | undefined {
  if (lockForm.test(pair)) return undefined;
  return `\`${pair}\` can't be a pair of lock methods: write the one that opens the region, a slash, and the one that closes it, like \`takeLease/returnLease\``;
}

function typeFault(type: string): string | undefined {
  if (typeForm.test(type)) return undefined;
  return `\`${type}\` can't be the name of a type: write it without type arguments, like \`RequestContext\``;
}
