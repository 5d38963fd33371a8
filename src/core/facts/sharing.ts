/** Whether a location is shared by invocations of a function, and what says that they overlap. */
import type { FileConfig } from '../config.ts';
import { K, textOf } from '../syntax.ts';
import { type Exposure, exposureOf } from './exposure.ts';
import type { Binding, Facts, Fn, ThisOwner } from './facts.ts';
import type { Location } from './locations.ts';
import { calleeName, isAssignmentTarget, unwrap } from './shapes.ts';

export interface Sharing {
  readonly exposure: Exposure;
  /** An event, a parallel or a floating call: more than that somebody outside could call it twice. */
  readonly concurrent: boolean;
}

const written = new WeakMap<Facts, Map<string, boolean>>();

/** Somebody in this file writes a property of that name; without that no search is worth its time. */
function isWritten(facts: Facts, location: Location): boolean {
  const name = location.path.at(-1);
  const inherits = location.root.kind === 'this' && !!location.root.owner.superclass;
  if (name === undefined || name.startsWith('[') || inherits) return true;
  let known = written.get(facts);
  if (!known) {
    known = new Map();
    written.set(facts, known);
  }
  let answer = known.get(name);
  if (answer === undefined) {
    answer = (facts.accesses.get(name) ?? []).some((node) => isAssignmentTarget(facts.tree, node));
    known.set(name, answer);
  }
  return answer;
}

const known = new WeakMap<FileConfig, WeakMap<Fn, Map<string, Sharing | undefined>>>();

/** `undefined`: every invocation has its own, or nothing says that two can overlap. */
export function sharingOf(facts: Facts, location: Location, fn: Fn, config: FileConfig): Sharing | undefined {
  let ofConfig = known.get(config);
  if (!ofConfig) {
    ofConfig = new WeakMap();
    known.set(config, ofConfig);
  }
  let ofFn = ofConfig.get(fn);
  if (!ofFn) {
    ofFn = new Map();
    ofConfig.set(fn, ofFn);
  }
  if (!ofFn.has(location.key)) ofFn.set(location.key, judge(facts, location, fn, config));
  return ofFn.get(location.key);
}

function judge(facts: Facts, location: Location, fn: Fn, config: FileConfig): Sharing | undefined {
  const { root, path } = location;
  let within: Fn | undefined;
  if (root.kind === 'global' || !isWritten(facts, location)) return undefined;
  if (root.kind === 'this') {
    if (!path.length || isPerInvocation(facts, root.owner, config)) return undefined;
    // A class made inside a function is shared by what happens inside one call of it.
    if (!constructs(fn)) return undefined;
  } else {
    const { binding } = root;
    if (binding.kind === 'parameter' || binding.kind === 'catch' || binding.scope.fn === fn) return undefined;
    if (!path.length && facts.isConstant(binding)) return undefined;
    if (binding.kind === 'import' && !path.length) return undefined;
    if (isHookState(facts, binding)) return undefined;
    if (binding.scope.fn.kind !== 'module') within = binding.scope.fn;
  }
  const exposure = exposureOf(facts, fn, within);
  const concurrent = !!(exposure.event || exposure.parallel || exposure.floating);
  return concurrent || exposure.public ? { exposure, concurrent } : undefined;
}

/** `const ref = useRef()`: each mounted component has its own. */
function isHookState(facts: Facts, binding: Binding): boolean {
  const init = binding.init && unwrap(facts.tree, binding.init);
  return !!init && facts.tree.kind(init) === K.CallExpression && /^use[A-Z]/.test(calleeName(facts.tree, init) ?? '');
}

function constructs(fn: Fn): boolean {
  return fn.kind !== 'constructor' && fn.kind !== 'initializer';
}

const entityBase = /(^|\.)(\w*Model|\w*Entity|\w*Record|Document|Error)$/;
const entityDecorator = /@(Entity|Table|Schema|ObjectType|InputType|Document)\b/;
/** NestJS and Angular make one of these for each request. */
const requestScope = /Scope\.(REQUEST|TRANSIENT)/;

const perInvocation = new WeakMap<object, WeakMap<ThisOwner, boolean>>();

/** Rows, documents, errors, request-scoped providers: objects that each request loads or makes for itself. */
export function isPerInvocation(facts: Facts, owner: ThisOwner, config: Pick<FileConfig, 'perRequestTypes'>): boolean {
  let answers = perInvocation.get(config);
  if (!answers) {
    answers = new WeakMap();
    perInvocation.set(config, answers);
  }
  let answer = answers.get(owner);
  if (answer === undefined) {
    answer = isMadeAnew(facts, owner, config);
    answers.set(owner, answer);
  }
  return answer;
}

function isMadeAnew(facts: Facts, owner: ThisOwner, config: Pick<FileConfig, 'perRequestTypes'>): boolean {
  if (owner.name && config.perRequestTypes.includes(owner.name)) return true;
  for (let at: ThisOwner | undefined = owner, depth = 0; at && depth < 4; depth++) {
    if (at.superclass) {
      const base = textOf(facts.tree, at.superclass).replace(/<.*/s, '').replace(/\(.*/s, '');
      if (entityBase.test(base) || config.perRequestTypes.includes(base)) return true;
    }
    const decorators = (at.node.modifiers ?? [])
      .map((m) => textOf(facts.tree, m))
      .filter((text) => text.startsWith('@'));
    if (decorators.some((text) => entityDecorator.test(text) || requestScope.test(text))) return true;
    const superclass: ThisOwner['superclass'] = at.superclass;
    const binding: Binding | undefined = superclass && facts.resolve(superclass);
    at = binding && facts.ownerAt(binding.declaration);
  }
  return false;
}
