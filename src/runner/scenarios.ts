/** Which scenarios there are. */
import { scenarios } from '../scenarios/index.ts';
import list from '../scenarios/list.json' with { type: 'json' };
import type { ListedScenario, Scenario } from '../scenarios/scenario.ts';
import { Refused } from './refused.ts';

/** What a list shows of them. */
export function scenarioList(): readonly ListedScenario[] {
  return list as readonly ListedScenario[];
}

export function scenarioIds(): readonly string[] {
  return list.map(({ id }) => id);
}

/** @throws Refused that names the scenarios there are */
export function scenarioOf(id: string): Scenario {
  const found = Object.hasOwn(scenarios, id) ? scenarios[id] : undefined;
  if (!found) throw new Refused(`There is no scenario ${id}. The scenarios are: ${scenarioIds().join(', ')}.`);
  return found;
}
