/** All scenarios by id, one folder each. Generated: `npm run docs`. */
import { scenario as bridge } from './bridge/scenario.ts';
import { scenario as query } from './query/scenario.ts';
import { scenario as repository } from './repository/scenario.ts';
import { scenario as runner } from './runner/scenario.ts';
import type { Scenario } from './scenario.ts';
import { scenario as token } from './token/scenario.ts';

export const scenarios: Readonly<Record<string, Scenario>> = {
  bridge,
  query,
  repository,
  runner,
  token,
};
