/** What a call does to files itself, or through a function of the project that hands a path on. */
import { calleeOf } from '../facts/callgraph.ts';
import type { Facts, Fn } from '../facts/facts.ts';
import { calleeName } from '../facts/shapes.ts';
import type { Callee } from '../facts/summary.ts';
import { K, type Node } from '../syntax.ts';
import { type FileCall, fetchingCall, fileCall, partsOf } from './calls.ts';
import { namesModule } from './modules.ts';
import { type FilePath, pathOf } from './paths.ts';

export interface FileStep {
  /** In the function that was looked at. */
  readonly call: Node;
  /** The file call itself, there or further in. */
  readonly deed: FileCall;
  /** Where the deed stands. */
  readonly facts: Facts;
  readonly sync: boolean;
  readonly paths: readonly FilePath[];
}

export type Resolve = (facts: Facts, call: Node) => Callee | undefined;

/** A path that a function is given as its `index`th argument, or that belongs to its object or module. */
interface Handed {
  readonly deed: FileCall;
  readonly facts: Facts;
  readonly sync: boolean;
  readonly parameters: readonly number[];
  readonly own: readonly FilePath[];
}

const maxDepth = 2;
const handedBy = new WeakMap<Fn, readonly Handed[]>();

/** Names of helpers that may only ask; others are not followed for a check. */
const asks =
  /exists?(?![a-z])|Exists?(?![a-z])|isFile|isDir|isAccessible|has(?:File|Dir|Folder)|[sS]tat(?:Or|Safe|IfAny|$)/;
/** Of paths, collections, timers and logs: nothing there comes to a file. */
const idle =
  /^(?:join|resolve|dirname|basename|relative|isAbsolute|normalize|extname|assign|set|get|has|add|push|log|debug|info|warn|error|then|catch|finally|call|apply|bind|setTimeout|clearTimeout|test|match|includes|startsWith|endsWith|replace|split|String|stringify|parse)$/;

/** The calls that `checkAt` may find to be one. */
export function mayCheck(facts: Facts): readonly Node[] {
  return namesModule(facts) ? facts.calls : facts.callsTo((name) => asks.test(name));
}

/** The checks among the calls of a function, wrappers included. */
export function checkAt(facts: Facts, call: Node, resolve: Resolve): FileStep | undefined {
  const direct = fileCall(facts, call);
  if (direct) return direct.does === 'check' ? stepOf(facts, call, direct) : undefined;
  const isAsking = facts.tree.kind(call) === K.CallExpression && asks.test(calleeName(facts.tree, call) ?? '');
  if (!isAsking || !call.arguments?.length) return undefined;
  const callee = resolve(facts, call);
  if (!callee) return undefined;
  const handed = handedOn(callee, resolve, 0);
  const [only] = handed;
  const isThin = only && handed.every((h) => h.deed.does === 'check') && callsOf(callee).length <= 8;
  return isThin ? translated(facts, call, only) : undefined;
}

/** What a call does to files; the deeds of a helper that it hands a path to. */
export function stepsAt(facts: Facts, call: Node, resolve: Resolve): FileStep[] {
  const direct = fileCall(facts, call);
  if (direct) return [stepOf(facts, call, direct)];
  if (facts.tree.kind(call) !== K.CallExpression || idle.test(calleeName(facts.tree, call) ?? '')) return [];
  const callee = resolve(facts, call);
  const handed = callee ? handedOn(callee, resolve, 0) : [];
  if (handed.length) return handed.flatMap((deed) => translated(facts, call, deed) ?? []);
  const fetching = fetchingCall(facts, call);
  return fetching ? [stepOf(facts, call, fetching)] : [];
}

function stepOf(facts: Facts, call: Node, deed: FileCall): FileStep {
  return { call, deed, facts, sync: deed.sync, paths: deed.paths.map((path) => pathOf(facts, path)) };
}

function translated(
  facts: Facts,
  call: Node,
  { deed, facts: its, sync, parameters, own }: Handed,
): FileStep | undefined {
  const given = parameters.flatMap((index) => {
    const argument = call.arguments?.[index];
    return argument ? partsOf(facts, argument) : [];
  });
  const paths = [...given.map((node) => pathOf(facts, node)), ...(its === facts ? own : [])];
  return paths.length ? { call, deed, facts: its, sync, paths } : undefined;
}

function callsOf({ facts, fn }: Callee): Node[] {
  return facts.calls.filter((call) => facts.functionOf(call) === fn);
}

function handedOn(callee: Callee, resolve: Resolve, depth: number): readonly Handed[] {
  const known = handedBy.get(callee.fn);
  if (known) return known;
  handedBy.set(callee.fn, []); // Recursion adds nothing.
  const { facts, fn } = callee;
  const found: Handed[] = [];
  for (const call of callsOf(callee)) {
    const direct = fileCall(facts, call);
    if (direct) {
      const paths = direct.paths.map((path) => pathOf(facts, path));
      add(found, callee, direct, facts, direct.sync, paths);
    } else if (depth < maxDepth && facts.tree.kind(call) === K.CallExpression) {
      const inner = handsPathOn(callee, call) ? resolve(facts, call) : undefined;
      const deeds = inner && inner.fn !== fn ? handedOn(inner, resolve, depth + 1) : [];
      const fetching = deeds.length ? undefined : fetchingCall(facts, call);
      if (fetching) add(found, callee, fetching, facts, fetching.sync, stepOf(facts, call, fetching).paths);
      for (const handed of deeds) {
        const step = translated(facts, call, handed);
        if (step) add(found, callee, handed.deed, handed.facts, handed.sync, step.paths);
      }
    }
  }
  handedBy.set(callee.fn, found);
  return found;
}

function add(
  found: Handed[],
  { facts, fn }: Callee,
  deed: FileCall,
  deedFacts: Facts,
  sync: boolean,
  paths: readonly FilePath[],
): void {
  const parameters: number[] = [];
  const own: FilePath[] = [];
  for (const path of paths) {
    const index = parameterIndex(facts, fn, path.node);
    if (index >= 0) parameters.push(index);
    else if ([...path.names].some((name) => /^this\d+\./.test(name) || isOfModule(facts, name))) own.push(path);
  }
  if (parameters.length || own.length) found.push({ deed, facts: deedFacts, sync: sync && !fn.async, parameters, own });
}

/** Only then it is worth a question. */
function handsPathOn({ facts, fn }: Callee, call: Node): boolean {
  if (calleeOf(facts, call)) return true;
  if (idle.test(calleeName(facts.tree, call) ?? '')) return false;
  return (call.arguments ?? []).some((a) => partsOf(facts, a).some((part) => parameterIndex(facts, fn, part) >= 0));
}

function parameterIndex(facts: Facts, fn: Fn, node: Node): number {
  if (facts.tree.kind(node) !== K.Identifier) return -1;
  const binding = facts.resolve(node);
  return binding?.kind === 'parameter' ? (fn.node.parameters?.findIndex((p) => p.name === binding.ident) ?? -1) : -1;
}

function isOfModule(facts: Facts, name: string): boolean {
  const id = /^b(\d+)$/.exec(name)?.[1];
  const binding = id === undefined ? undefined : facts.bindings[Number(id)];
  return binding?.scope.fn.kind === 'module' && binding.kind === 'const';
}
