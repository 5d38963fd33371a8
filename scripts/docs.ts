/**
 * `npm run docs`: writes what is generated from the rules, the scenarios, the command line and the runtime's docstrings,
 * so that it can't go stale: `index.ts` and the lists of `src/rules` and `src/scenarios`, the rules in the configuration's
 * schema, `runtime/docs/api.md`, and the marked blocks of README.md. With `--check` it writes nothing and fails when
 * something is stale.
 */
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { RuleMeta } from '../src/core/rule.ts';
import { readApi } from './docs-api.ts';
import { apiPage } from './docs-api-page.ts';
import { commandsTable, settingsTable } from './docs-editor.ts';
import { scenarioFiles } from './docs-scenarios.ts';
import { markdownTable } from './markdown-table.ts';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');

/** Texts by path relative to the repository. */
type Generated = ReadonlyMap<string, string>;

async function generate(): Promise<Generated> {
  const metas = await readMetas();
  const readme = readFileSync(join(root, 'README.md'), 'utf8');
  return new Map([
    ['src/rules/index.ts', indexOf(metas)],
    ['src/rules/list.json', `${JSON.stringify(metas, null, 2)}\n`],
    ...(await scenarioFiles(root)),
    ['schema/raceguard.config.schema.json', schemaWith(metas)],
    ['docs/rules.md', listOf(metas)],
    ['runtime/docs/api.md', apiPage(readApi(root))],
    [
      'README.md',
      filled(readme, {
        rules: rulesTable(metas, 'src/rules'),
        output: sampleOutput(),
        settings: settingsTable(root),
        commands: commandsTable(root),
      }),
    ],
  ]);
}

/** Writes what is stale; returns its paths. */
export async function writeDocs(): Promise<string[]> {
  // The index first: the command line runs the rules that it names.
  const index = indexOf(await readMetas());
  const changed = replace('src/rules/index.ts', index) ? ['src/rules/index.ts'] : [];
  for (const [path, text] of await generate()) if (replace(path, text)) changed.push(path);
  return changed;
}

/** Paths of what is stale. */
export async function staleDocs(): Promise<string[]> {
  const texts = await generate();
  return [...texts].filter(([path, text]) => read(path) !== text).map(([path]) => path);
}

function read(path: string): string | undefined {
  const full = join(root, path);
  return existsSync(full) ? readFileSync(full, 'utf8') : undefined;
}

function replace(path: string, text: string): boolean {
  if (read(path) === text) return false;
  writeFileSync(join(root, path), text);
  return true;
}

async function readMetas(): Promise<RuleMeta[]> {
  const folder = join(root, 'src', 'rules');
  const files = readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(folder, entry.name, 'rule.ts')))
    .map((entry) => join(folder, entry.name, 'rule.ts'));
  const modules = await Promise.all(files.map((file) => import(pathToFileURL(file).href)));
  return modules.map(({ rule }) => rule.meta as RuleMeta).sort((a, b) => (a.code < b.code ? -1 : 1));
}

function indexOf(metas: readonly RuleMeta[]): string {
  const name = (id: string) => id.replace(/-(\w)/g, (_, letter: string) => letter.toUpperCase());
  const imports = metas.map(({ id }) => `import { rule as ${name(id)} } from './${id}/rule.ts';\n`).sort();
  const names = metas.map(({ id }) => name(id));
  const line = `export const rules: readonly Rule[] = [${names.join(', ')}];`;
  const list =
    line.length <= 120 ? line : `export const rules: readonly Rule[] = [\n${names.map((n) => `  ${n},\n`).join('')}];`;
  return `/** All rules, one folder each. Generated: \`npm run docs\`. */\nimport type { Rule } from '../core/rule.ts';\n${imports.join('')}\n${list}\n`;
}

/** The ids and codes as properties of `rules`, so that editors complete them. */
function schemaWith(metas: readonly RuleMeta[]): string {
  const path = 'schema/raceguard.config.schema.json';
  const names = [...metas.map((m) => [m.id, m] as const), ...metas.map((m) => [m.code, m] as const)];
  const properties = names.map(([name, { id, code, summary }]) => {
    const description = JSON.stringify(`${name === id ? code : id}: ${summary}`);
    return `        "${name}": {\n          "$ref": "#/definitions/setting",\n          "description": ${description}\n        }`;
  });
  const marks = /("description": "Severities of rules[^\n]*\n {6}"properties": \{\n)[\s\S]*?(\n {6}\},\n)/;
  const text = readFileSync(join(root, path), 'utf8');
  if (!marks.test(text)) throw new Error(`${path} has lost the properties of \`rules\`. Put them back.`);
  return text.replace(marks, (_, begin: string, end: string) => `${begin}${properties.join(',\n')}${end}`);
}

function rulesTable(metas: readonly RuleMeta[], folder: string): string {
  const rows = metas.map((m) => [
    m.code,
    `[${m.id}](${folder}/${m.id}/docs.md)`,
    m.summary,
    m.rewrite,
    `${m.severity}${m.preset === 'recommended' ? '' : `, ${m.preset}`}`,
  ]);
  return markdownTable(['code', 'rule', 'what goes wrong', 'rewritten to', 'severity'], rows);
}

function listOf(metas: readonly RuleMeta[]): string {
  const table = rulesTable(metas, '../src/rules');
  const origins = metas.filter((m) => m.origin).map((m) => `- ${m.id}: ${m.origin}\n`);
  return `<!-- Generated: npm run docs -->

# Rules

All are on in the preset \`recommended\`, but for those marked strict. A page tells what its rule finds, why that is bad, what it does not see, and when not to use it; \`raceguard explain <rule>\` prints it.

${table}
${origins.length ? `\n## Reports that they stem from\n\n${origins.join('')}` : ''}`;
}

/** What `raceguard check` really says of the sample; how long it took is left out. A process: the rules may be new. */
function sampleOutput(): string {
  const args = [join(root, 'src', 'cli', 'cli.ts'), 'check', 'test/sample'];
  const env = { ...process.env, NO_COLOR: '1', FORCE_COLOR: undefined, CI: '1' };
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: root, env, encoding: 'utf8' });
  if (status !== 0 && status !== 1) throw new Error(`raceguard check test/sample failed: ${stderr}`);
  return `\`\`\`text\n$ npm start -- test/sample\n\n${shortened(stdout.trim())}\n\`\`\``;
}

/** One finding, the picture's own if it's there, and the last lines. */
function shortened(output: string): string {
  const blocks = output.replace(/(\d+ files?) in [\d.]+ m?s\b/, '$1').split('\n\n\n');
  const last = blocks.pop() ?? '';
  const shown = blocks.find((block) => block.includes('RG101')) ?? blocks[0];
  if (shown === undefined) return last;
  return [shown, ...(blocks.length > 1 ? [`… and ${blocks.length - 1} more`] : []), last].join('\n\n\n');
}

/** Replaces what stands between `<!-- name:begin -->` and `<!-- name:end -->`. */
function filled(text: string, blocks: Readonly<Record<string, string>>): string {
  let result = text;
  for (const [name, block] of Object.entries(blocks)) {
    const begin = `<!-- ${name}:begin -->`;
    const end = `<!-- ${name}:end -->`;
    const [from, to] = [result.indexOf(begin), result.indexOf(end)];
    if (from < 0 || to < from) throw new Error(`README.md has lost its marks ${begin} … ${end}. Put them back.`);
    result = `${result.slice(0, from + begin.length)}\n\n${block}\n\n${result.slice(to)}`;
  }
  return result;
}

if (process.argv[1] && import.meta.url === pathToFileURL(process.argv[1]).href) {
  if (process.argv.includes('--check')) {
    const stale = await staleDocs();
    if (stale.length) console.error(`Stale: ${stale.join(', ')}. Run \`npm run docs\` and commit what it writes.`);
    process.exitCode = stale.length ? 1 : 0;
  } else {
    const changed = await writeDocs();
    console.log(changed.length ? `Written: ${changed.join(', ')}.` : 'All is up to date.');
  }
}
