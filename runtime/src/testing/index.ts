/**
 * The explorer, for tests: a small async program under every order of its steps. Any engine; Node tells a little more.
 *
 * @packageDocumentation
 */
export type { Access } from './access.ts';
export { type Exploration, explore, type Failure, type Program } from './explore.ts';
export { exploring } from './exploring.ts';
export type { FailureKind } from './failure.ts';
export type { ExploreOptions, Phase, Progress, Schedule } from './options.ts';
export { RaceError } from './race-error.ts';
export type { TimelineStep } from './recording.ts';
export type { Site } from './sites.ts';
export type { Timeline } from './timeline.ts';
export type { Task, Trial } from './trial.ts';
export type { TimelineAccess } from './watched.ts';
export type { WrapOptions, Wrapped } from './wrap.ts';
