/**
 * Every order of the steps of a few processes that share a disk, with crashes at any step.
 *
 * A process forgets everything between two attempts, so its state is the stage of its program and the replies within
 * that stage. States are visited once, breadth first: a violation comes with a shortest run that leads to it.
 */
import { namesOf } from '../../../runtime/src/node/names.ts';
import type { Steps } from '../../../runtime/src/node/steps.ts';
import { ModelDisk, type ModelStep, type Reply } from './model-disk.ts';
import type { Got, Protocol } from './protocols.ts';

export interface Question {
  /** Of all processes, or of each. */
  readonly protocol: Protocol | readonly Protocol[];
  /** A process whose lock is broken though it lives: it can be inside with another one, and nobody else can. */
  readonly broken?: number;
  readonly processes: number;
  readonly crashes: number;
  /** How often each process acquires the lock. */
  readonly rounds: number;
  /** Stop after so many states. */
  readonly limit?: number;
}

export interface Answer {
  readonly states: number;
  readonly complete: boolean;
  readonly violation: { readonly what: string; readonly run: readonly string[] } | undefined;
}

export function check(question: Question): Answer {
  return new Checker(question).run();
}

type Stage = { readonly at: 'begin' | 'attempt' | 'inside' | 'release' | 'end' | 'done'; round: number; got?: Got };

/** A local state of one process. */
interface Local {
  readonly id: number;
  readonly process: number;
  readonly stage: Stage;
  readonly replies: readonly Reply[];
  /** The call it makes next; none inside the region and when it is done. */
  readonly step: ModelStep | undefined;
  readonly next: Map<string, Local>;
}

interface State {
  readonly disk: number;
  readonly locals: readonly Local[];
  /** A bit for each process. */
  readonly crashed: number;
  readonly from: State | undefined;
  readonly how: string;
  readonly index: number;
}

class Checker {
  readonly #question: Question;
  readonly #names: ReturnType<typeof namesOf>[];
  readonly #locals: Local[] = [];
  readonly #disks: ModelDisk[] = [];
  readonly #diskIds = new Map<string, number>();
  readonly #performed = new Map<string, { reply: Reply; text: string; disk: number }>();
  readonly #states = new Map<string, State>();
  readonly #queue: State[] = [];
  /** Pairs of indices: a state and one that leads to it. */
  readonly #edges: number[] = [];
  readonly #final: number[] = [];

  constructor(question: Question) {
    this.#question = question;
    this.#names = Array.from({ length: question.processes }, (_, n) => namesOf('/d', 'lock', `t${n}`));
  }

  run(): Answer {
    const { limit = Number.POSITIVE_INFINITY } = this.#question;
    const locals = this.#names.map((_, process) => this.#local(process, { at: 'begin', round: 0 }, []));
    this.#visit({ disk: this.#diskId(new ModelDisk()), locals, crashed: 0, from: undefined, how: '' });
    for (let n = 0; n < this.#queue.length; n++) {
      const state = this.#queue[n] as State;
      const what = this.#wrong(state);
      if (what !== undefined) return this.#answer(false, { what, run: runTo(state) });
      if (this.#queue.length > limit) return this.#answer(false, undefined);
      this.#expand(state);
    }
    const stuck = this.#stuck();
    return this.#answer(true, stuck && { what: 'nobody can go on to the end', run: runTo(stuck) });
  }

  #answer(complete: boolean, violation: Answer['violation']): Answer {
    return { states: this.#queue.length, complete, violation };
  }

  #expand(state: State): void {
    let moves = 0;
    state.locals.forEach((local, process) => {
      if (state.crashed & (1 << process) || local.stage.at === 'done') return;
      moves++;
      if (this.#pauses(state, local)) return;
      const { text, disk, next } = this.#move(state, local);
      const locals = state.locals.with(process, next);
      this.#visit({ disk, locals, crashed: state.crashed, from: state, how: `${process} ${text}` });
      if (bits(state.crashed) < this.#question.crashes) {
        const crashed = state.crashed | (1 << process);
        this.#visit({ disk: state.disk, locals: state.locals, crashed, from: state, how: `${process} crashes` });
      }
    });
    if (moves === 0) this.#final.push(state.index);
  }

  /** A pause outlasts the one call that others make at once: the release after its look at the record. */
  #pauses({ locals, crashed }: State, { step }: Local): boolean {
    if (step?.[0] !== 'pause') return false;
    return locals.some(
      ({ process, stage, step: next }) =>
        !(crashed & (1 << process)) && stage.at === 'release' && next?.[0] === 'unlink' && next[1] === '/d/lock',
    );
  }

  #move(state: State, local: Local): { text: string; disk: number; next: Local } {
    const { step } = local;
    if (step === undefined) {
      const stage = { ...local.stage, at: 'release' } as const;
      return { text: 'leaves the region', disk: state.disk, next: this.#advance(local, '', undefined, stage) };
    }
    const judged = step[0] === 'judge' ? state.crashed : 0;
    const key = `${state.disk} ${judged} ${step.join(' ')}`;
    let done = this.#performed.get(key);
    if (done === undefined) {
      const isDead = (token: string) => this.#names.some((names, n) => names.token === token && judged & (1 << n));
      const { reply, disk } = (this.#disks[state.disk] as ModelDisk).perform(step, (token) =>
        isDead(token) ? 'dead' : this.#names.some((names) => names.token === token) ? 'alive' : 'unknown',
      );
      done = { reply, text: JSON.stringify(reply) ?? 'ok', disk: this.#diskId(disk) };
      this.#performed.set(key, done);
    }
    const next = this.#advance(local, done.text, done.reply);
    return { text: `${step.join(' ').replaceAll('\n', ' ')} -> ${done.text}`, disk: done.disk, next };
  }

  #advance(local: Local, key: string, reply: Reply, stage?: Stage): Local {
    let next = local.next.get(key);
    if (next === undefined) {
      next = stage
        ? this.#local(local.process, stage, [])
        : this.#local(local.process, local.stage, [...local.replies, reply]);
      local.next.set(key, next);
    }
    return next;
  }

  /** The local state after these replies: the one of the next stage if they end this one. */
  #local(process: number, stage: Stage, replies: readonly Reply[]): Local {
    const step = { value: undefined as ModelStep | undefined };
    const after = this.#after(process, stage, replies, step);
    if (after !== undefined) return this.#local(process, after, []);
    const same = replies.length === 0 && this.#locals.find((other) => atStart(other, process, stage));
    if (same) return same;
    const local = { id: this.#locals.length, process, stage, replies, step: step.value, next: new Map() };
    this.#locals.push(local);
    return local;
  }

  #after(process: number, stage: Stage, replies: readonly Reply[], step: { value: ModelStep | undefined }) {
    const { protocol: one, rounds } = this.#question;
    const protocol = 'attempt' in one ? one : one[process]!;
    const names = this.#names[process]!;
    const { round, got } = stage;
    const replay = <T>(steps: Steps<T>, then: (result: T) => Stage): Stage | undefined => {
      const split = inParts(steps);
      let next = split.next();
      for (const reply of replies) next = split.next(reply);
      if (next.done) return then(next.value);
      step.value = next.value;
      return undefined;
    };
    switch (stage.at) {
      case 'begin':
        return replay(protocol.begin(names), () => ({ at: 'attempt', round }) as Stage);
      case 'attempt':
        return replay(protocol.attempt(names), (form) =>
          form ? ({ at: 'inside', round, got: form } as Stage) : ({ at: 'attempt', round } as Stage),
        );
      case 'release':
        return replay(protocol.release(names, got as Got), (done): Stage => {
          if (done === 'again') return stage;
          return round + 1 < rounds ? { at: 'attempt', round: round + 1 } : { at: 'end', round };
        });
      case 'end':
        return replay(protocol.end(names), () => ({ at: 'done', round }) as Stage);
      default:
        return undefined;
    }
  }

  #visit(found: Omit<State, 'index'>): void {
    const key = `${found.disk},${found.crashed},${found.locals.map(({ id }) => id).join()}`;
    let state = this.#states.get(key);
    if (state === undefined) {
      state = { ...found, index: this.#queue.length };
      this.#states.set(key, state);
      this.#queue.push(state);
    }
    if (found.from !== undefined) this.#edges.push(state.index, found.from.index);
  }

  #wrong({ locals, crashed, disk }: State): string | undefined {
    const living = locals.filter((_, n) => !(crashed & (1 << n)));
    const inside = living.filter(({ stage }) => stage.at === 'inside').map(({ process }) => process);
    const { broken } = this.#question;
    if (inside.filter((process) => process !== broken).length > 1 || (inside.length > 1 && broken === undefined)) {
      return `${inside.join(' and ')} are inside at once`;
    }
    if (living.length === 0 || living.some(({ stage }) => stage.at !== 'done')) return undefined;
    for (const [path, entry] of this.#disks[disk]!.entries) {
      const owner = /t(\d)/.exec(entry === 'directory' ? path : path + entry.text)?.[1];
      if (owner !== undefined && !(crashed & (1 << Number(owner)))) return `${path} of ${owner} is left behind`;
    }
    return undefined;
  }

  /** A state from which no run leads to the end of all who live. */
  #stuck(): State | undefined {
    const count = this.#queue.length;
    const heads = new Int32Array(count).fill(-1);
    const links = new Int32Array(this.#edges.length / 2);
    for (let n = 0; n < links.length; n++) {
      const to = this.#edges[2 * n]!;
      links[n] = heads[to]!;
      heads[to] = n;
    }
    const good = new Uint8Array(count);
    const work = [...this.#final];
    for (const index of work) good[index] = 1;
    while (work.length > 0) {
      for (let edge = heads[work.pop()!]!; edge !== -1; edge = links[edge]!) {
        const from = this.#edges[2 * edge + 1]!;
        if (good[from]) continue;
        good[from] = 1;
        work.push(from);
      }
    }
    return this.#queue.find(({ index }) => !good[index]);
  }

  #diskId(disk: ModelDisk): number {
    let id = this.#diskIds.get(disk.key);
    if (id === undefined) {
      id = this.#disks.push(disk) - 1;
      this.#diskIds.set(disk.key, id);
    }
    return id;
  }
}

function atStart(local: Local, process: number, stage: Stage): boolean {
  const { at, round, got } = local.stage;
  const same = local.process === process && at === stage.at && round === stage.round && got === stage.got;
  return same && local.replies.length === 0;
}

/** A crash can come between the file and its text. */
function* inParts<T>(steps: Steps<T>): Generator<ModelStep, T, unknown> {
  let next = steps.next();
  while (!next.done) {
    const [name, path, text] = next.value;
    if (name === 'create' && text !== '') {
      const failure = yield ['create', path, ''];
      if (failure === undefined) yield ['fill', String(path), String(text)];
      next = steps.next(failure);
    } else {
      next = steps.next(yield next.value);
    }
  }
  return next.value;
}

function bits(word: number): number {
  return word === 0 ? 0 : (word & 1) + bits(word >> 1);
}

function runTo(state: State): string[] {
  const run: string[] = [];
  for (let at: State | undefined = state; at?.from; at = at.from) run.unshift(at.how);
  return run;
}
