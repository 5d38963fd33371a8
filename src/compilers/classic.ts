/**
 * Projects over classic TypeScript, from 5.4 to 6, which is handed in: the user's own, ours, or the one that a tsserver
 * plugin runs in.
 */
import { existsSync } from 'node:fs';
import type ts from 'typescript-classic';
import type { Answer, Question } from '../core/answers.ts';
import { unknownSymbol, unknownType } from '../core/answers.ts';
import type { Node, SourceTree } from '../core/syntax.ts';
import { ClassicTree } from './classic/tree.ts';
import { ClassicTypes, type TypeScript } from './classic/types.ts';
import type { CompilerInfo, Project, ProjectNote, ProjectOptions } from './compiler.ts';
import { projectOptions } from './config/project-options.ts';
import { Describer } from './describe/describe.ts';
import { slashes } from './paths.ts';
import { isShorthandName, symbolNode } from './symbols/node.ts';
import { type SymbolResolver, Unresolved } from './symbols/unresolved.ts';

export type { TypeScript };

/** Where a project's program comes from; `overlay` makes `program` a new one. */
export interface ProgramSource {
  readonly program: ts.Program;
  overlay(fileName: string, text: string | undefined): void;
  /** Finds and reads files anew. */
  refresh(): void;
  isOverlaid(fileName: string): boolean;
}

export interface ClassicProjectInit {
  readonly configFile: string | undefined;
  readonly root: string;
  readonly why: string;
  readonly ownTypeScript: string | undefined;
  readonly notes: readonly ProjectNote[];
  /** Which of the program's files are to be checked. */
  own(programFiles: readonly string[], rootFiles: readonly string[]): readonly string[];
}

export class ClassicProject implements Project {
  readonly configFile: string | undefined;
  readonly root: string;
  readonly compiler: CompilerInfo;
  readonly answersAtOnce = true;
  private readonly ts: TypeScript;
  private readonly source: ProgramSource;
  private readonly init: ClassicProjectInit;
  private readonly unresolved = new Unresolved();
  /** Of all programs: unchanged files keep their trees. */
  private readonly known = new Map<string, ClassicTree>();
  private own: readonly string[];
  private state: State | undefined;

  constructor(typescript: TypeScript, source: ProgramSource, init: ClassicProjectInit) {
    this.ts = typescript;
    this.source = source;
    this.init = init;
    this.configFile = init.configFile;
    this.root = init.root;
    this.compiler = { name: 'classic', version: typescript.version, why: init.why };
    this.own = this.findFiles();
  }

  get files(): readonly string[] {
    return this.own;
  }

  get notes(): readonly ProjectNote[] {
    return [...this.init.notes, ...this.unresolved.notes(this.configFile)];
  }

  get options(): ProjectOptions {
    const { current } = this;
    current.options ??= projectOptions(
      current.program.getCompilerOptions(),
      this.init.ownTypeScript ?? this.ts.version,
      () => current.types.hasGlobalType('Disposable'),
    );
    return current.options;
  }

  tree(fileName: string): SourceTree | undefined {
    const file = slashes(fileName);
    if (!this.source.isOverlaid(file) && !existsSync(file)) return undefined;
    const { program, trees } = this.current;
    const held = trees.get(file);
    if (held) return held;
    const source = program.getSourceFile(file);
    if (!source) return undefined;
    const former = this.known.get(file);
    const tree = former?.isOf(source) ? former : new ClassicTree(this.ts, this.source, source);
    trees.set(file, tree);
    this.known.set(file, tree);
    return tree;
  }

  answer(tree: SourceTree, questions: readonly Question[]): readonly Answer[] {
    const { checker, types, describer } = this.current;
    if (this.tree(tree.fileName) !== tree) {
      return questions.map((q) => (q.ask === 'type' ? unknownType : unknownSymbol));
    }
    const resolver: SymbolResolver<ts.Symbol> = {
      at: (node) => attempt(() => types.symbolAt(theirs(node), isShorthandName(tree, node))),
      target: (symbol) => attempt(() => types.aliasTarget(symbol)),
      declarations: (symbol) => types.declarations(symbol),
    };
    return questions.map((q) => {
      if (q.ask === 'type')
        return describer.type(
          attempt(() => checker.getTypeAtLocation(theirs(q.node))),
          tree,
        );
      const node = symbolNode(tree, q.node);
      const symbol = resolver.at(node);
      const target = symbol && resolver.target(symbol);
      return target ? describer.symbol(target) : this.unresolved.answer(tree, node, symbol, resolver);
    });
  }

  overlay(fileName: string, text: string | undefined): void {
    this.overlayAll([[fileName, text]]);
  }

  overlayAll(texts: Iterable<readonly [fileName: string, text: string | undefined]>): void {
    for (const [fileName, text] of texts) this.source.overlay(slashes(fileName), text);
    this.state = undefined;
  }

  refresh(): void {
    this.source.refresh();
    this.state = undefined;
    this.own = this.findFiles();
  }

  /**
   * The source has another program with the same options: trees of the files that it took over stay, all answers are
   * void. Returns the files that changed, came or went.
   */
  protected advance(): readonly string[] {
    const { program, trees } = this.current;
    const next = new State(this.ts, this.source.program);
    const changed = differing(program.getSourceFiles(), next.program.getSourceFiles());
    const names = [...new Set(changed.map((file) => slashes(file.fileName)))];
    for (const name of names) trees.delete(name);
    for (const [name, tree] of trees) next.trees.set(name, tree);
    next.options = this.options;
    this.state = next;
    // Each name came and went: the same files as before.
    if (names.length * 2 !== changed.length) this.own = this.findFiles();
    return names;
  }

  private findFiles(): readonly string[] {
    const { program } = this.source;
    return this.init.own(
      program.getSourceFiles().map((file) => slashes(file.fileName)),
      program.getRootFileNames().map(slashes),
    );
  }

  dispose(): void {
    this.state = undefined;
    this.known.clear();
  }

  private get current(): State {
    this.state ??= new State(this.ts, this.source.program);
    return this.state;
  }
}

/** In one of the two and not in the other. A changed text takes the place of the former one nearly always. */
function differing<T>(before: readonly T[], now: readonly T[]): T[] {
  const gone = before.filter((each, i) => now[i] !== each);
  const come = now.filter((each, i) => before[i] !== each);
  const [left, added] = [new Set(gone), new Set(come)];
  return [...gone.filter((each) => !added.has(each)), ...come.filter((each) => !left.has(each))];
}

/** What one program knows. */
class State {
  readonly program: ts.Program;
  readonly checker: ts.TypeChecker;
  readonly types: ClassicTypes;
  readonly describer: Describer<ts.Type, ts.Symbol>;
  readonly trees = new Map<string, SourceTree>();
  options: ProjectOptions | undefined;

  constructor(typescript: TypeScript, program: ts.Program) {
    this.program = program;
    // Binds all files, which also gives their nodes the parents that core reads.
    this.checker = program.getTypeChecker();
    this.types = new ClassicTypes(typescript, this.checker);
    this.describer = new Describer(this.types);
  }
}

function theirs(node: Node): ts.Node {
  return node as unknown as ts.Node;
}

/** The checker throws on some nodes that it never expects a caller to ask about. */
function attempt<R>(ask: () => R): R | undefined {
  try {
    return ask();
  } catch {
    return undefined;
  }
}
