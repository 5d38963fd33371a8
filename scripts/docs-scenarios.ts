/** What `npm run docs` writes of the scenarios: their index, and the list for those who don't load them. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { ListedScenario, Scenario } from '../src/scenarios/scenario.ts';

/** Texts by path relative to `root`. */
export async function scenarioFiles(root: string): Promise<readonly (readonly [path: string, text: string])[]> {
  const folder = join(root, 'src', 'scenarios');
  const ids = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'scenario.ts')))
    .map(({ name }) => name)
    .sort();
  const list = await Promise.all(
    ids.map(async (id) => listed(id, (await import(pathToFileURL(join(folder, id, 'scenario.ts')).href)).scenario)),
  );
  return [
    ['src/scenarios/index.ts', indexOf(ids)],
    ['src/scenarios/list.json', `${JSON.stringify(list, null, 2)}\n`],
  ];
}

function listed(id: string, { title, story, origin, url, rules, drives, real }: Scenario): ListedScenario {
  const hazards = drives.map(({ hazard }) => hazard);
  const where = { ...(origin === undefined ? {} : { origin }), ...(url === undefined ? {} : { url }) };
  return { id, title, story, ...where, rules, hazards, hasReal: real !== undefined };
}

function indexOf(ids: readonly string[]): string {
  const name = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const imports = [
    { from: './scenario.ts', what: 'type { Scenario }' },
    ...ids.map((id) => ({ from: `./${id}/scenario.ts`, what: `{ scenario as ${name(id)} }` })),
  ].sort((a, b) => (a.from < b.from ? -1 : 1));
  const entries = ids.map((id) => `  ${name(id) === id ? id : `'${id}': ${name(id)}`},\n`);
  return `/** All scenarios by id, one folder each. Generated: \`npm run docs\`. */
${imports.map(({ from, what }) => `import ${what} from '${from}';\n`).join('')}
export const scenarios: Readonly<Record<string, Scenario>> = {
${entries.join('')}};
`;
}
