/** Projects over TypeScript 7, through its synchronous API: trees in place, checker questions in batches. */
import { existsSync } from 'node:fs';
import type { Answer, Question } from '../core/answers.ts';
import { unknownSymbol, unknownType } from '../core/answers.ts';
import type { Node, SourceTree } from '../core/syntax.ts';
import type { CompilerInfo, Project, ProjectNote, ProjectOptions } from './compiler.ts';
import { projectOptions } from './config/project-options.ts';
import type { Sync } from './native/api.ts';
import { FileNames } from './native/names.ts';
import type { NativeSession } from './native/session.ts';
import { State } from './native/state.ts';
import { NativeTree } from './native/tree.ts';
import { slashes } from './paths.ts';
import { isShorthandName, symbolNode } from './symbols/node.ts';
import { type SymbolResolver, Unresolved } from './symbols/unresolved.ts';

export interface NativeProjectInit {
  /** Served by the session or on disk. */
  readonly configFile: string;
  /** As users know it; undefined for files without a tsconfig. */
  readonly shownConfigFile: string | undefined;
  readonly root: string;
  readonly why: string;
  readonly ownTypeScript: string | undefined;
  readonly notes: readonly ProjectNote[];
  readonly isDiskSame: boolean;
  /** Which of the program's files are to be checked. */
  own(programFiles: readonly string[], rootFiles: readonly string[]): readonly string[];
  /** The disk has changed: serves what is to be served now. */
  refresh?(): void;
  closed?(): void;
}

/** How many trees to fetch before those that nobody holds are let go. */
const treesBetweenPurges = 64;

export class NativeProject implements Project {
  readonly configFile: string | undefined;
  readonly root: string;
  readonly compiler: CompilerInfo;
  private readonly session: NativeSession;
  private readonly init: NativeProjectInit;
  private readonly names = new FileNames();
  private readonly unresolved = new Unresolved();
  private readonly added: ProjectNote[] = [];
  private readonly overlaid = new Set<string>();
  /** Of all snapshots: unchanged files keep their trees. */
  private readonly known = new Map<string, WeakRef<NativeTree>>();
  private own: readonly string[];
  private snapshot: Sync.Snapshot;
  private state: State;
  private fetched = 0;
  private disposed = false;

  constructor(session: NativeSession, init: NativeProjectInit) {
    this.session = session;
    this.init = init;
    this.configFile = init.shownConfigFile;
    this.root = init.root;
    this.compiler = { name: 'native', version: session.native.version, why: init.why };
    this.snapshot = session.openProject(init.configFile, init.isDiskSame);
    this.state = new State(session, this.snapshot, init.configFile, this.names);
    this.own = this.findFiles();
  }

  get files(): readonly string[] {
    return this.own;
  }

  get notes(): readonly ProjectNote[] {
    return [...this.init.notes, ...this.added, ...this.unresolved.notes(this.configFile)];
  }

  get ended(): boolean {
    return this.session.ended;
  }

  addNote(note: ProjectNote): void {
    this.added.push(note);
  }

  get options(): ProjectOptions {
    const { project, types } = this.state;
    this.state.options ??= projectOptions(
      project.compilerOptions,
      this.init.ownTypeScript ?? this.compiler.version,
      () => types.hasGlobalType('Disposable'),
    );
    return this.state.options;
  }

  /** Faults of the options, as the compiler words them. */
  get optionFaults(): readonly Sync.Diagnostic[] {
    const { program } = this.state.project;
    return [...program.getConfigFileParsingDiagnostics(), ...program.getProgramDiagnostics()];
  }

  tree(fileName: string): SourceTree | undefined {
    const file = slashes(fileName);
    const held = this.state.trees.get(file)?.deref();
    if (held) return held;
    if (!this.overlaid.has(file) && !existsSync(file)) return undefined;
    if (++this.fetched % treesBetweenPurges === 0) this.session.forgetTrees();
    const { project, errors } = this.state;
    const source = project.program.getSourceFile(file);
    if (!source) return undefined;
    const former = this.known.get(file)?.deref();
    const tree = former?.standsIn(project.program, source)
      ? former
      : new NativeTree(this.session.native, project.program, source, file, errors.get(file) ?? []);
    this.state.trees.set(file, new WeakRef(tree));
    this.known.set(file, new WeakRef(tree));
    return tree;
  }

  expect(fileName: string): void {
    const file = slashes(fileName);
    if (this.state.trees.get(file)?.deref()) return;
    this.session.expect(() => this.state.project.program.getSourceFile(file));
  }

  text(fileName: string): string | undefined {
    const file = slashes(fileName);
    return this.state.trees.get(file)?.deref()?.text ?? this.session.textOf(file);
  }

  syntaxErrors(fileName: string): SourceTree['syntaxErrors'] {
    return this.state.errors.get(slashes(fileName)) ?? [];
  }

  answer(tree: SourceTree, questions: readonly Question[]): readonly Answer[] {
    const { state } = this;
    if (this.tree(tree.fileName) !== tree) {
      return questions.map((q) => (q.ask === 'type' ? unknownType : unknownSymbol));
    }
    const { checker } = state.project;
    const typeNodes = unique(questions.filter((q) => q.ask === 'type').map((q) => q.node));
    const symbolNodes = unique(questions.filter((q) => q.ask === 'symbol').map((q) => symbolNode(tree, q.node)));
    const types = this.batch(typeNodes, (nodes) => checker.getTypeAtLocation(nodes as never[]));
    const symbols = this.batch(symbolNodes, (nodes) => checker.getSymbolAtLocation(nodes as never[]));
    const resolver: SymbolResolver<Sync.Symbol> = {
      at: (node) => {
        if (!isShorthandName(tree, node) && symbols.has(node)) return symbols.get(node);
        return state.types.symbolAt(node, isShorthandName(tree, node));
      },
      target: (symbol) => state.types.aliasTarget(symbol),
      declarations: (symbol) => state.types.declarations(symbol),
    };
    return questions.map((q) => {
      if (q.ask === 'type') return state.describer.type(types.get(q.node), tree);
      const node = symbolNode(tree, q.node);
      const symbol = resolver.at(node);
      const target = symbol && resolver.target(symbol);
      if (target) return state.describer.symbol(target);
      return this.unresolved.answer(tree, node, symbol, resolver);
    });
  }

  overlay(fileName: string, text: string | undefined): void {
    this.overlayAll([[fileName, text]]);
  }

  overlayAll(texts: Iterable<readonly [fileName: string, text: string | undefined]>): void {
    for (const [fileName, text] of texts) {
      const file = slashes(fileName);
      this.session.serve(file, text, this);
      if (text === undefined) this.overlaid.delete(file);
      else this.overlaid.add(file);
    }
    this.take(this.session.update());
  }

  refresh(): void {
    this.init.refresh?.();
    this.take(this.session.updateAll(this.init.configFile));
    this.own = this.findFiles();
  }

  private findFiles(): readonly string[] {
    const { program, rootFiles } = this.state.project;
    return this.init.own(this.names.all(program), rootFiles.map(slashes));
  }

  private take(next: Sync.Snapshot): void {
    this.state = new State(this.session, next, this.init.configFile, this.names);
    this.snapshot.dispose();
    this.snapshot = next;
  }

  dispose(): void {
    if (this.disposed) return;
    this.disposed = true;
    for (const file of this.overlaid) this.session.serve(file, undefined, this);
    this.session.closeProject(this.init.configFile, this.snapshot);
    this.init.closed?.();
  }

  /** One round trip; should the compiler fail on the batch, one a node, so that one odd node costs one answer. */
  private batch<R>(nodes: readonly Node[], ask: (nodes: readonly Node[]) => readonly (R | undefined)[]) {
    if (!nodes.length) return new Map<Node, R | undefined>();
    const { session } = this;
    const results =
      session.attempt(() => ask(nodes), undefined) ??
      nodes.map((node) => session.attempt(() => ask([node])[0], undefined));
    return new Map(nodes.map((node, i) => [node, results[i]]));
  }
}

function unique<V>(values: readonly V[]): V[] {
  return [...new Set(values)];
}
