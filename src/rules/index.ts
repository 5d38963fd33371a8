/** All rules, one folder each. Generated: `npm run docs`. */
import type { Rule } from '../core/rule.ts';
import { rule as adhocLockFile } from './adhoc-lock-file/rule.ts';
import { rule as adhocTaskSet } from './adhoc-task-set/rule.ts';
import { rule as checkThenAct } from './check-then-act/rule.ts';
import { rule as drainMissesLateTasks } from './drain-misses-late-tasks/rule.ts';
import { rule as floatingTask } from './floating-task/rule.ts';
import { rule as fsCheckThenAct } from './fs-check-then-act/rule.ts';
import { rule as inflightClobber } from './inflight-clobber/rule.ts';
import { rule as lazyInitRace } from './lazy-init-race/rule.ts';
import { rule as lockNotReleased } from './lock-not-released/rule.ts';
import { rule as nonatomicSharedMemory } from './nonatomic-shared-memory/rule.ts';
import { rule as reentrantStart } from './reentrant-start/rule.ts';
import { rule as splitScope } from './split-scope/rule.ts';
import { rule as staleResponse } from './stale-response/rule.ts';
import { rule as staleWrite } from './stale-write/rule.ts';
import { rule as swallowedCancellation } from './swallowed-cancellation/rule.ts';
import { rule as tokenReset } from './token-reset/rule.ts';
import { rule as yieldInScope } from './yield-in-scope/rule.ts';

export const rules: readonly Rule[] = [
  lazyInitRace,
  reentrantStart,
  staleWrite,
  checkThenAct,
  fsCheckThenAct,
  adhocLockFile,
  splitScope,
  yieldInScope,
  floatingTask,
  adhocTaskSet,
  drainMissesLateTasks,
  inflightClobber,
  tokenReset,
  staleResponse,
  swallowedCancellation,
  lockNotReleased,
  nonatomicSharedMemory,
];
