// Small random programs whose steps tell truly what they touch, and whose outcome tells all that each task has seen.

import { Mutex } from '../../../runtime/src/index.ts';
import type { Access, Program, Task, Trial } from '../../../runtime/src/testing/index.ts';
import { randomNumbers } from '../../../runtime/src/testing/random.ts';

type Op =
  | { kind: 'read' | 'write' | 'add'; variable: string }
  | { kind: 'both'; variable: string; other: string }
  | { kind: 'nothing' }
  | { kind: 'undeclared'; variable: string }
  | { kind: 'lock'; variable: string; inside: Op[] }
  | { kind: 'sleep'; ms: number }
  | { kind: 'fork'; branches: Op[][] }
  | { kind: 'spawn'; ops: Op[] }
  | { kind: 'wrapped'; variable: string }
  | { kind: 'hops'; count: number };

export interface Shape {
  /** Kinds of operations besides plain reads and writes. */
  readonly extras: readonly Op['kind'][];
  readonly tasks: number;
  readonly ops: number;
}

export function randomProgram(seed: number, shape: Shape): { program: Program; text: string } {
  const random = randomNumbers(seed);
  const below = (n: number) => Math.floor(random() * n);
  const variable = () => 'xyz'[below(3)] as string;
  const plain = (): Op => {
    switch (below(5)) {
      case 0:
        return { kind: 'read', variable: variable() };
      case 1:
        return { kind: 'write', variable: variable() };
      case 2:
        return { kind: 'both', variable: variable(), other: variable() };
      case 3:
        return { kind: 'nothing' };
      default:
        return { kind: 'add', variable: variable() };
    }
  };
  const op = (): Op => {
    if (shape.extras.length === 0 || random() < 0.6) return plain();
    const kind = shape.extras[below(shape.extras.length)] as Op['kind'];
    switch (kind) {
      case 'lock':
        return { kind, variable: variable(), inside: [plain()] };
      case 'sleep':
        return { kind, ms: below(3) };
      case 'fork':
        return { kind, branches: [[plain()], [plain()]] };
      case 'spawn':
        return { kind, ops: [plain()] };
      case 'hops':
        return { kind, count: below(8) };
      case 'nothing':
        return { kind };
      case 'both':
        return { kind, variable: variable(), other: variable() };
      default:
        return { kind, variable: variable() };
    }
  };
  const tasks = Array.from({ length: shape.tasks }, () => Array.from({ length: shape.ops }, op));
  return { program: (t) => run(t, tasks), text: JSON.stringify(tasks) };
}

async function run(t: Trial, tasks: Op[][]): Promise<unknown> {
  const values: Record<string, string> = { x: '', y: '', z: '' };
  const seen: Record<string, string[]> = {};
  const mutex = new Mutex();
  const get = t.wrap(async (variable: string) => values[variable], {
    name: 'get',
    resource: (variable: string): Access => ({ reads: variable }),
    // biome-ignore lint/suspicious/noThenProperty: an option of `wrap`, no promise
    then: [],
  });

  const perform = async (task: Task, name: string, ops: Op[]): Promise<void> => {
    seen[name] ??= [];
    const saw = seen[name] as string[];
    for (const op of ops) {
      switch (op.kind) {
        case 'read':
          await task.step(`read ${op.variable}`, { reads: op.variable });
          saw.push(`${op.variable}=${values[op.variable]}`);
          break;
        case 'write':
          await task.step(`write ${op.variable}`, op.variable);
          values[op.variable] = `${name}${saw.length}`;
          break;
        case 'add':
          await task.step(`add ${op.variable}`, op.variable);
          values[op.variable] += name;
          break;
        case 'both':
          await task.step(`${op.other} from ${op.variable}`, { reads: op.variable, writes: op.other });
          values[op.other] = `(${values[op.variable]})`;
          break;
        case 'undeclared':
          await task.step(`undeclared ${op.variable}`);
          values[op.variable] += name.toLowerCase();
          break;
        case 'nothing':
          await task.step('nothing', []);
          break;
        case 'hops':
          for (let hop = 0; hop < op.count; hop++) await undefined;
          break;
        case 'sleep':
          await task.sleep(op.ms);
          saw.push(`at ${task.now}`);
          break;
        case 'wrapped':
          saw.push(`${op.variable}:${await get(op.variable)}`);
          break;
        case 'fork':
          await task.step('fork', []);
          await Promise.all(op.branches.map((branch, i) => perform(task, `${name}${'pq'[i]}`, branch)));
          break;
        case 'spawn': {
          await task.step('spawn', []);
          const child = `${name}c${ops.indexOf(op)}`;
          t.task(child, (own) => perform(own, child, op.ops), []);
          break;
        }
        case 'lock': {
          // What it reads when it has the lock, it may read in the step of whoever releases it.
          await task.step('lock', { reads: op.variable, writes: 'mutex' });
          const [waits, handle] = [mutex.locked, await mutex.acquire()];
          saw.push(`${waits ? 'waited, ' : ''}${op.variable}=${values[op.variable]} inside`);
          await perform(task, name, op.inside);
          await task.step('unlock', 'mutex');
          handle.release();
          break;
        }
      }
    }
  };

  tasks.forEach((ops, i) => {
    const name = 'ABC'[i] as string;
    t.task(name, (task) => perform(task, name, ops), []);
  });
  await t.all();
  return { values, seen: Object.entries(seen).sort(([a], [b]) => (a < b ? -1 : 1)) };
}
