/** A process with a client, to be killed: checks the first file, tells of it, and goes on with the others. */
import { join } from 'node:path';
import { ServiceClient } from '../../src/service/client.ts';
import { editorTypeScript, module, testRules } from './support.ts';

const [folder, first, ...others] = process.argv.slice(2) as [string, string, ...string[]];
const client = new ServiceClient({
  module,
  start: { trusted: true, editorTypeScript, folders: [folder] },
  env: { RACEGUARD_TEST_RULES: testRules },
});
await client.checkFile(join(folder, first));
const busy = others.map((name) => client.checkFile(join(folder, name)));
// The process takes the request up before it is told of.
await new Promise((resolve) => setTimeout(resolve, busy.length ? 300 : 0));
process.send?.('ready');
