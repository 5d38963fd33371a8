/** Files that no rule can find anything in cost no tree: tests, and files where nothing is awaited. */
import { deepEqual } from 'node:assert/strict';
import { discoverProjects, openProject } from '../../src/compilers/open.ts';
import { resolveConfig } from '../../src/core/config.ts';
import { Check } from '../../src/core/run.ts';
import { rules } from '../../src/rules/index.ts';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { race } from './race.ts';

const texts = {
  'main.ts': race,
  'client.test.ts': race,
  'plain.ts': 'export const one = 1;',
  'broken.test.ts': 'export const = 1;',
  'broken.ts': 'export const = 1;',
  'silenced.test.ts': `// raceguard-disable lazy-init-race\n${race}`,
};

describe('a file that can hold no finding', function () {
  this.timeout(60_000);
  after(removeScratch);

  for (const compiler of ['native', 'classic'] as const) {
    it(`is not read: ${compiler}`, () => {
      const root = scratch({ 'tsconfig.json': '{ "compilerOptions": { "types": [] } }', ...texts });
      const [ref] = discoverProjects([root], { compiler }).projects;
      const project = openProject(ref!, { compiler });
      const read = new Set<string>();
      const tree = project.tree.bind(project);
      project.tree = (file) => {
        read.add(file.slice(root.length + 1));
        return tree(file);
      };
      const metas = rules.map((rule) => rule.meta);
      const check = new Check(project, { rules, target: project.options, configOf: resolveConfig({}, metas) });
      const said = project.files.flatMap((file) => {
        const { findings, problems, isTest } = check.file(file)!;
        const name = file.slice(root.length + 1);
        return [
          ...(isTest ? [`${name}: test`] : []),
          ...findings.map(({ code }) => `${name}: ${code}`),
          ...problems.map(({ message }) => `${name}: ${message.replace(/:.*/, '')}`),
        ];
      });
      project.dispose();
      deepEqual(said.sort(), [
        'broken.test.ts: test',
        'broken.ts: Syntax error',
        'client.test.ts: test',
        'main.ts: RG101',
        'silenced.test.ts: test',
      ]);
      if (compiler === 'native') deepEqual([...read].sort(), ['main.ts']);
    });
  }
});
