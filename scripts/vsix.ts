/** The extension as one file: what goes into it. */
import { spawnSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { pluginName } from '../src/protocol/plugin.ts';
import { limits, sizeOf } from './vsix-limits.ts';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const manifest = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

/** From the repository to the package. What isn't named isn't in it. */
const contents: readonly (readonly [from: string, to: string])[] = [
  ['CHANGELOG.md', 'CHANGELOG.md'],
  ['LICENSE', 'LICENSE'],
  [manifest.icon, manifest.icon],
  ['schema/raceguard.config.schema.json', 'schema/raceguard.config.schema.json'],
  ['docs/walkthrough', 'docs/walkthrough'],
  ...walkthroughPictures().map((path) => [path, path] as const),
  ['dist/extension.cjs', 'dist/extension.cjs'],
  ['dist/service.js', 'dist/service.js'],
  ['dist/runner.js', 'dist/runner.js'],
  ['dist/runner', 'dist/runner'],
  ['dist/licenses.txt', 'dist/licenses.txt'],
  ['dist/panel', 'dist/panel'],
  ['dist/rules', 'dist/rules'],
  ['dist/scenarios', 'dist/scenarios'],
  [`dist/${runtimeName()}`, `dist/${runtimeName()}`],
  ['dist/plugin', `node_modules/${pluginName}`],
];

export const vsixName = `${manifest.name}-${manifest.version}.vsix`;

/** @throws Error where something isn't built, or is larger than it may be. */
export function stage(folder: string): void {
  rmSync(folder, { recursive: true, force: true });
  for (const [from, to] of contents) {
    const source = join(root, from);
    if (!existsSync(source)) throw new Error(`${source} is missing: \`npm run build\` makes it.`);
    mkdirSync(dirname(join(folder, to)), { recursive: true });
    cpSync(source, join(folder, to), { recursive: true });
  }
  for (const [path, limit] of Object.entries(limits)) {
    const size = sizeOf(join(folder, path));
    if (size > limit) throw new Error(`${path} has ${size} bytes, more than the ${limit} it may have.`);
  }
  writeFileSync(join(folder, 'README.md'), readme());
  writeFileSync(join(folder, 'package.json'), JSON.stringify(extensionManifest(), undefined, 2));
}

/** Makes `file` from a folder that `stage` filled. @throws Error with what vsce printed. */
export function pack(folder: string, file: string): void {
  const vsce = join(root, 'node_modules/@vscode/vsce/vsce');
  const args = ['package', '--out', file, '--allow-missing-repository', '--no-rewrite-relative-links'];
  const run = spawnSync(process.execPath, [vsce, ...args], { cwd: folder, encoding: 'utf8' });
  if (run.status !== 0) throw new Error(`vsce could not package ${folder}:\n${run.stdout}${run.stderr}`);
}

/** Of the npm package of the same name it keeps what an editor reads. */
function extensionManifest(): object {
  const { bin, files, scripts, workspaces, devDependencies, allowScripts, ...kept } = manifest;
  // vsce leaves `node_modules` out but for what is a dependency; the compilers are none of the extension's.
  return { ...kept, files: ['**'], dependencies: { [pluginName]: manifest.version } };
}

/** The page that the editor shows. Pictures and pages of the repository can't be reached from there. */
function readme(): string {
  return readFileSync(join(root, 'README.md'), 'utf8')
    .replace(/^!\[.*\n\n?/gm, '')
    .replace(/^<p>\n(?:<img .*\n)+<\/p>\n\n/gm, '')
    .replace(/\[([^\]]+)\]\((?!https?:|#)[^)]+\)/g, '$1');
}

/** As the walkthrough names them; in all themes. */
function walkthroughPictures(): string[] {
  const steps: { media: { image?: Record<string, string>; svg?: string } }[] =
    manifest.contributes.walkthroughs.flatMap(({ steps }: { steps: [] }) => steps);
  return [
    ...new Set(steps.flatMap(({ media: { image = {}, svg } }) => [...Object.values(image), ...(svg ? [svg] : [])])),
  ];
}

function runtimeName(): string {
  const runtime = JSON.parse(readFileSync(join(root, 'runtime/package.json'), 'utf8'));
  return `${runtime.name.replace('@', '').replace('/', '-')}-${runtime.version}.tgz`;
}
