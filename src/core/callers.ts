/**
 * Who calls a function, in the whole project but its tests. Asked only for the few functions that hold a candidate: files
 * whose text has the name are walked, and the checker says which of its mentions mean this function.
 */
import type { Answerer, DeclarationKey, SymbolAnswer } from './answers.ts';
import { contractsOf } from './contracts.ts';
import { calleeOf, uses } from './facts/callgraph.ts';
import type { Facts, Fn } from './facts/facts.ts';
import { isTestFile } from './facts/places.ts';
import { unwrap, wrapped } from './facts/shapes.ts';
import type { Callee, Summaries } from './facts/summary.ts';
import type { Mentioning } from './mentioning.ts';
import { K, type Node, type SourceTree } from './syntax.ts';

/** One mention of a function: a call of it, or a place that hands it on. */
export interface Mention {
  readonly facts: Facts;
  readonly node: Node;
  /** The call, when the mention is its callee. */
  readonly call: Node | undefined;
  /**
   * `itself`; `contract`: a member of a type that its class says it fulfils; `likeness`: any other signature of that name,
   * or `any`. The last two may mean another implementation.
   */
  readonly means: 'itself' | 'contract' | 'likeness';
}

/** The opening of a JSX element. */
export interface Element {
  readonly facts: Facts;
  readonly node: Node;
}

export interface CallersHost extends Answerer {
  /** The folder from which the names of folders and files tell what a file is. */
  readonly root: string;
  /** Own files of the project; without them nothing is known beyond the function's own file. */
  readonly files?: readonly string[];
  tree(file: string): SourceTree | undefined;
  /** The text of a file, where it can be had for less than its tree. */
  text?(file: string): string | undefined;
}

const elementKinds = new Set<number>([K.JsxOpeningElement, K.JsxSelfClosingElement]);

/** A name that more files mention than this is too common to be followed. */
const mostFiles = 250;

export class Callers {
  private readonly known = new WeakMap<Fn, Mentions | undefined>();
  private readonly resolved = new WeakMap<Node, Callee | undefined>();
  private readonly host: CallersHost;
  private readonly files: readonly string[] | undefined;
  private readonly summaries: Summaries;
  readonly factsOf: (file: string) => Facts | undefined;
  private readonly mentioning: Mentioning;

  constructor(
    host: CallersHost,
    summaries: Summaries,
    factsOf: (file: string) => Facts | undefined,
    mentioning: Mentioning,
  ) {
    this.host = host;
    this.files = host.files?.filter((file) => !isTestFile(file, host.root));
    this.summaries = summaries;
    this.factsOf = factsOf;
    this.mentioning = mentioning;
  }

  /** `undefined`: they can't be told. */
  of(facts: Facts, fn: Fn): Iterable<Mention> | undefined {
    if (!this.known.has(fn)) this.known.set(fn, this.find(facts, fn));
    return this.known.get(fn);
  }

  private find(facts: Facts, fn: Fn): Mentions | undefined {
    const own: Mention[] = uses(facts, fn).map((use) => ({ facts, node: use.node, call: use.call, means: 'itself' }));
    const name = fn.name;
    if (!name || !this.isVisible(facts, fn)) return new Mentions(own, [], () => []);
    if (!this.files || name === 'default') return undefined;
    const wanted = keysOf(facts, fn);
    const needle = fn.member ? `.${name}` : name;
    const others = this.filesWith(needle, facts);
    if (!others) return undefined;
    // In its own file too: `const service = new Service(); await service.start()`.
    const files = fn.member ? [facts.tree.fileName, ...others] : others;
    let contracts: readonly DeclarationKey[] | undefined;
    const contractsOnce = () => (contracts ??= contractsOf(this.host, facts.tree, fn));
    return new Mentions(own, files, (file) => this.mentionsIn(file, fn, name, wanted, contractsOnce));
  }

  /** The function that a call runs, in whatever file of the project. */
  resolve(facts: Facts, call: Node): Callee | undefined {
    const local = calleeOf(facts, call);
    if (local) return { facts, fn: local };
    if (this.resolved.has(call)) return this.resolved.get(call);
    const callee = call.expression && unwrap(facts.tree, call.expression);
    const k = callee && facts.tree.kind(callee);
    const name = k === K.PropertyAccessExpression ? callee?.name : k === K.Identifier ? callee : undefined;
    const [answer] = name ? this.host.answer(facts.tree, [{ ask: 'symbol', node: name }]) : [];
    const found = answer?.ask === 'symbol' ? this.summaries.callee(answer) : undefined;
    this.resolved.set(call, found);
    return found;
  }

  /**
   * `<Name …>` in the file and in those that import the name from a module called like it; undefined: too many files have
   * such an element.
   */
  elements(facts: Facts, name: string): readonly Element[] | undefined {
    const file = /([^/]+?)(?:\/index)?\.[jt]sx?$/.exec(facts.tree.fileName)?.[1];
    const isOwn = (at: Facts, node: Node) =>
      at === facts ||
      at
        .resolve(node)
        ?.importedFrom?.module.replace(/\.[jt]sx?$/, '')
        .endsWith(`/${file}`);
    const files = this.filesWith(`<${name}`, facts)?.map((other) => this.factsOf(other));
    return (
      files &&
      [facts, ...files].flatMap((at) =>
        (at?.identifiers.get(name) ?? [])
          .filter((node) => elementKinds.has(at!.tree.kind(node.parent)) && isOwn(at!, node))
          .map((node) => ({ facts: at!, node: node.parent })),
      )
    );
  }

  /** The other files, but tests, whose text has the needle; undefined when they're too many, or unknown. */
  filesWith(needle: string, { tree }: Facts): readonly string[] | undefined {
    const named = this.files && this.mentioning.of(needle, this.files).filter((file) => file !== tree.fileName);
    return named && named.length <= mostFiles ? named : undefined;
  }

  /** Empty where there is no such file. */
  textOf(file: string): string {
    return this.mentioning.text(file);
  }

  private isVisible(facts: Facts, fn: Fn): boolean {
    if (fn.member) return fn.member.access !== 'private';
    return !!facts.lookup(fn.name!, fn.node.parent ?? fn.node)?.exported;
  }

  private mentionsIn(
    file: string,
    fn: Fn,
    name: string,
    wanted: readonly DeclarationKey[],
    contracts: () => readonly DeclarationKey[],
  ): Mention[] {
    const facts = this.factsOf(file);
    if (!facts) return [];
    const accesses = (facts.accesses.get(name) ?? []).filter((node) => !isOwnMember(facts, node, name, fn));
    const identifiers = fn.member
      ? []
      : (facts.identifiers.get(name) ?? []).filter((n) => facts.resolve(n)?.importedFrom);
    const nodes = [...accesses, ...identifiers];
    const answers = this.host.answer(
      facts.tree,
      nodes.map((node) => ({ ask: 'symbol', node: node.name ?? node })),
    );
    return nodes.flatMap((node, i): Mention[] => {
      const answer = answers[i];
      if (answer?.ask !== 'symbol') return [];
      const call = callOf(facts, node);
      if (isAmong(answer, wanted)) return [{ facts, node, call, means: 'itself' }];
      if (!fn.member || fn.member.isStatic || answer.package || answer.unknown) return [];
      if (isAmong(answer, contracts())) return [{ facts, node, call, means: 'contract' }];
      // An implementation elsewhere is another function; a mere signature may stand for this one.
      if (this.summaries.callee(answer)) return [];
      return [{ facts, node, call, means: 'likeness' }];
    });
  }
}

function isAmong({ declarations }: SymbolAnswer, keys: readonly DeclarationKey[]): boolean {
  return declarations.some((d) => keys.some((key) => key.file === d.file && key.pos === d.pos));
}

/** Files are looked into as far as somebody goes through them. */
class Mentions implements Iterable<Mention> {
  private readonly found: Mention[];
  private readonly told: ReadonlySet<Node>;
  private readonly files: readonly string[];
  private readonly mentionsIn: (file: string) => readonly Mention[];
  private next = 0;

  constructor(own: readonly Mention[], files: readonly string[], mentionsIn: (file: string) => readonly Mention[]) {
    this.found = [...own];
    this.told = new Set(own.map((mention) => mention.node));
    this.files = files;
    this.mentionsIn = mentionsIn;
  }

  *[Symbol.iterator](): Iterator<Mention> {
    for (let i = 0; ; i++) {
      while (i === this.found.length && this.next < this.files.length) {
        // It may be stopped here, and goes on with this file then.
        const mentions = this.mentionsIn(this.files[this.next]!);
        this.next++;
        this.found.push(...mentions.filter((mention) => !this.told.has(mention.node)));
      }
      if (i === this.found.length) return;
      yield this.found[i]!;
    }
  }
}

/** `this.name` where the class has a function of that name, another one than `fn`: nothing needs to be asked. */
function isOwnMember(facts: Facts, node: Node, name: string, fn: Fn): boolean {
  if (node.expression === undefined || facts.tree.kind(node.expression) !== K.ThisKeyword) return false;
  const member = facts.functionOf(node).self?.members.get(name);
  return !!member?.declaration.body && member.owner !== fn.member?.owner;
}

function keysOf(facts: Facts, fn: Fn): readonly DeclarationKey[] {
  const file = facts.tree.fileName;
  const holder = wrapped(facts.tree, fn.node).parent;
  return [fn.node.pos, ...(holder ? [holder.pos] : [])].map((pos) => ({ file, pos }));
}

function callOf(facts: Facts, node: Node): Node | undefined {
  const outer = wrapped(facts.tree, node);
  const parent = outer.parent;
  return parent && facts.tree.kind(parent) === K.CallExpression && parent.expression === outer ? parent : undefined;
}
