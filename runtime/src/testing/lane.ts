import { ALL, type Footprint } from './access.ts';
import type { Site } from './sites.ts';

/** @internal A task of one run: the program itself, or what `t.task` began. */
export class Lane {
  readonly index: number;
  readonly name: string;
  /** How many of its steps are parked. None and not ended: it waits for something that is no step. */
  parked = 0;
  ended = false;
  /** It has had two steps parked at once, so that parts of it may run unseen. */
  forked = false;
  /** The event it ran in last; -1 before its first. */
  lastEvent = -1;
  /** The event in which it ended; -1 if it has not. */
  endedIn = -1;
  lastLabel = '';
  /** What the code it is in may touch, as its steps said. */
  reads: number = ALL;
  writes: number = ALL;
  /** Whether it could run without a step of its own being chosen, when the current event began. */
  loose = false;

  constructor(index: number, name: string) {
    this.index = index;
    this.name = name;
  }
}

/** @internal A point at which a task waits to be chosen. */
export interface Step {
  /** The how-manieth step of its run. With the same choices before it, every run gives it the same number. */
  readonly id: number;
  readonly lane: Lane;
  readonly label: string;
  /** Arguments and the like, for the timeline only. */
  readonly detail: string | undefined;
  /** Where the code that waits stands, in a run that is written down. */
  readonly sites: readonly Site[] | undefined;
  readonly footprint: Footprint;
  /** When a timer is due in virtual time; -1 for other steps. */
  readonly due: number;
  /** Whether it waits for the end of all other tasks. */
  readonly joins: boolean;
  /** The event in which it was parked, and its task's last event by then; -1 for none. */
  readonly parkedIn: number;
  readonly after: number;
  readonly resume: () => void;
}
