/** What `dist/scenarios/` holds: the programs of scenarios as they are shown, and as they are run. */
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { bundleReal, commonJs } from '../src/runner/compile.ts';
import type { ListedScenario, ShippedScenario } from '../src/scenarios/scenario.ts';
import { readExpectations } from '../test/rules/expect.ts';

/**
 * Writes for each scenario `<id>/{unsafe,safe}.ts`, without the comments of expected findings, their code
 * `{unsafe,safe}.cjs` with a source map beside, for a real form modules of their own and its workers, and its README;
 * and `list.json`.
 *
 * @param root of the checkout
 * @param folder to write into; it is made
 */
export async function writeScenarios(root: string, folder: string): Promise<void> {
  const sources = join(root, 'src', 'scenarios');
  const listed: readonly ListedScenario[] = JSON.parse(readFileSync(join(sources, 'list.json'), 'utf8'));
  const shipped: ShippedScenario[] = [];
  for (const scenario of listed) {
    const { id, hasReal } = scenario;
    const [from, to] = [join(sources, id), join(folder, id)];
    mkdirSync(to, { recursive: true });
    for (const version of ['unsafe', 'safe']) {
      const { text } = readExpectations(readFileSync(join(from, `${version}.ts`), 'utf8'));
      const { code, map } = commonJs(`${version}.ts`, text);
      writeFileSync(join(to, `${version}.ts`), text);
      writeFileSync(join(to, `${version}.cjs`), code);
      writeFileSync(join(to, `${version}.cjs.map`), map);
    }
    if (hasReal) await bundleReal(root, from, to);
    // Its picture can't be reached from there.
    const page = join(from, 'README.md');
    if (existsSync(page)) writeFileSync(join(to, 'README.md'), readFileSync(page, 'utf8').replace(/^!\[.*\n\n?/gm, ''));
    shipped.push({ ...scenario, files: { unsafe: `${id}/unsafe.ts`, safe: `${id}/safe.ts` } });
  }
  writeFileSync(join(folder, 'list.json'), `${JSON.stringify(shipped, null, 2)}\n`);
}
