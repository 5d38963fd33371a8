import type { Scenario } from '../../src/scenarios/scenario.ts';

/**
 * A scenario that a public bug report tells of. Its `unsafe.ts` holds the findings that are expected, under their lines;
 * its `safe.ts` is what fix-all makes of it and the few lines left by hand, which its README names.
 */
export type Report = Scenario & Required<Pick<Scenario, 'defects' | 'origin'>>;
