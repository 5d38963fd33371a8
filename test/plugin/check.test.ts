/** The plugin's requests, in a bare tsserver. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { Tsserver } from './tsserver.ts';

const bad = `declare function connect(url: string): Promise<{ close(): void }>;

export class Pool {
  private client: { close(): void } | undefined;

  async get() {
    if (!this.client) {
      this.client = await connect('db');
    }
    return this.client;
  }
}
`;

describe('plugin: check', () => {
  after(removeScratch);

  it('tells what a file holds, and where', async () => {
    const folder = scratch({ 'tsconfig.json': '{}', 'pool.ts': bad });
    const file = `${folder}/pool.ts`;
    await using server = new Tsserver();
    server.open(file);
    const answer = await server.checked(file);
    ok(answer.state === 'checked');
    const [finding, ...others] = answer.findings;
    deepEqual(others, []);
    equal(finding?.code, 'RG101');
    deepEqual(finding?.place, { file, line: 7, column: 10, endLine: 7, endColumn: 21 });
    ok(finding.witness.length > 2 && finding.fixes.length > 0);
    equal(answer.length, readFileSync(file, 'utf8').length);
    equal(answer.configFile, `${folder}/tsconfig.json`);
    deepEqual(answer.problems, []);
  });
});
