/**
 * `npm run new-rule -- <id> <code>`: makes `src/rules/<id>/` from the templates beside this file: a narrow rule that
 * works, with its programs and its page, so that every test passes before the first change.
 */
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { rules } from '../src/rules/index.ts';
import { writeDocs } from './docs.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const templates = join(root, 'scripts', 'templates');

const [id = '', code = ''] = process.argv.slice(2);
const fault = faultOf(id, code);
if (fault) {
  console.error(
    `${fault}\n\nUsage: npm run new-rule -- <id> <code>, such as: npm run new-rule -- stale-response RG402`,
  );
  process.exit(2);
}

const folder = join(root, 'src', 'rules', id);
mkdirSync(folder, { recursive: true });
for (const file of readdirSync(templates)) {
  const text = readFileSync(join(templates, file), 'utf8').replaceAll('{{ID}}', id).replaceAll('{{CODE}}', code);
  writeFileSync(join(folder, file.replace(/\.txt$/, '')), text);
}
const changed = await writeDocs();
console.log(`src/rules/${id}/ is made: a rule that works, narrow as it is. Generated: ${changed.join(', ')}.

1. bad.ts    write the race, and under its line what is to be reported
2. rule.ts   find it: facts first, then questions; tell the witness; offer the fix
3. fixed.ts  what the fix makes of bad.ts
4. good.ts   the near twin that is safe
5. proof.ts  drive bad.ts to a schedule that fails: npm run prove -- ${id}
6. docs.md   say why; its code blocks are tested

RULE=${id} npm test -- test/rules/*.test.ts    tests it alone`);

function faultOf(name: string, number: string): string | undefined {
  if (!/^[a-z]+(-[a-z0-9]+)+$/.test(name)) return `\`${name}\` is no rule id: write two or more words in kebab-case.`;
  if (!/^RG\d{3}$/.test(number)) return `\`${number}\` is no code: write RG and three digits.`;
  const taken = rules.find(({ meta }) => meta.id === name || meta.code === number)?.meta;
  if (taken) return `${taken.id} (${taken.code}) has that ${taken.id === name ? 'id' : 'code'} already.`;
  return existsSync(join(root, 'src', 'rules', name, 'rule.ts')) ? `src/rules/${name} is there already.` : undefined;
}
