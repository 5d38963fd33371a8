/** All scenarios by id, one folder each. Generated: `npm run docs`. */
import { scenario as abandonedGenerator } from './abandoned-generator/scenario.ts';
import { scenario as bridge } from './bridge/scenario.ts';
import { scenario as lazyClient } from './lazy-client/scenario.ts';
import { scenario as lockNotReleased } from './lock-not-released/scenario.ts';
import { scenario as lostUpdate } from './lost-update/scenario.ts';
import { scenario as query } from './query/scenario.ts';
import { scenario as repository } from './repository/scenario.ts';
import { scenario as runner } from './runner/scenario.ts';
import type { Scenario } from './scenario.ts';
import { scenario as sharedCounter } from './shared-counter/scenario.ts';
import { scenario as staleResponse } from './stale-response/scenario.ts';
import { scenario as token } from './token/scenario.ts';

export const scenarios: Readonly<Record<string, Scenario>> = {
  'abandoned-generator': abandonedGenerator,
  bridge,
  'lazy-client': lazyClient,
  'lock-not-released': lockNotReleased,
  'lost-update': lostUpdate,
  query,
  repository,
  runner,
  'shared-counter': sharedCounter,
  'stale-response': staleResponse,
  token,
};
