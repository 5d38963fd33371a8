/** The linters that Raceguard is measured beside, installed on demand into a folder that git ignores. */
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../..');
export const peersFolder: string = join(root, 'test', '.work', 'bench-peers');

const versions = {
  eslint: '10.15.0',
  'typescript-eslint': '8.73.0',
  typescript: '6.0.3',
  oxlint: '1.94.0',
  'oxlint-tsgolint': '7.0.2007',
};

/** Three rules as far as they exist: the one for races, and two on promises that need types. */
const eslintConfig = `import tseslint from 'typescript-eslint';

export default [
  {
    files: ['**/*.{ts,tsx,mts,cts,js,jsx,mjs,cjs}'],
    // The project's own comments speak of rules that are not loaded here.
    linterOptions: { noInlineConfig: true },
    languageOptions: {
      parser: tseslint.parser,
      parserOptions: { projectService: true, tsconfigRootDir: process.cwd() },
    },
    plugins: { '@typescript-eslint': tseslint.plugin },
    rules: {
      'require-atomic-updates': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
    },
  },
];
`;

/** Installs what is missing; returns what is installed, as `eslint 10.15.0, …`. */
export function installPeers(): string {
  const manifest = `${JSON.stringify({ private: true, type: 'module', dependencies: versions }, null, 2)}\n`;
  const path = join(peersFolder, 'package.json');
  const isCurrent = existsSync(path) && readFileSync(path, 'utf8') === manifest;
  if (!isCurrent || !existsSync(join(peersFolder, 'node_modules', '.package-lock.json'))) {
    mkdirSync(peersFolder, { recursive: true });
    writeFileSync(path, manifest);
    const args = ['install', '--no-audit', '--no-fund', '--ignore-scripts', '--loglevel=error'];
    execFileSync('npm', args, {
      cwd: peersFolder,
      stdio: ['ignore', 'ignore', 'inherit'],
      shell: process.platform === 'win32',
    });
  }
  writeFileSync(join(peersFolder, 'eslint.config.mjs'), eslintConfig);
  return Object.entries(versions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ');
}

export interface Contender {
  readonly name: string;
  readonly args: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  /** How many findings its output has; undefined when it failed. */
  count(stdout: string): number | undefined;
}

const bin = (...path: string[]) => join(peersFolder, 'node_modules', ...path);

export function contenders(target: { project: string | undefined; files: readonly string[] }): Contender[] {
  const own = (compiler: string, ...more: string[]): Contender => ({
    name: `raceguard ${[compiler, ...more].join(' ')}`,
    args: [
      join(root, 'bin', 'raceguard.js'),
      'check',
      ...(target.project ? ['--project', target.project] : ['.']),
      ...['--format', 'json', '--compiler', compiler, ...more],
    ],
    count: (stdout) => parsed<{ findings: unknown[] }>(stdout)?.findings.length,
  });
  return [
    own('native'),
    own('native', '--preset', 'all'),
    own('classic'),
    {
      name: 'eslint, 3 rules',
      args: [
        bin('eslint', 'bin', 'eslint.js'),
        '--config',
        join(peersFolder, 'eslint.config.mjs'),
        '--format',
        'json',
        '--no-warn-ignored',
        ...target.files,
      ],
      // Large projects need more than Node's default.
      env: { NODE_OPTIONS: '--max-old-space-size=8192' },
      count: (stdout) =>
        parsed<{ messages: { ruleId: string | null }[] }[]>(stdout)
          ?.flatMap((file) => file.messages)
          .filter((m) => m.ruleId).length,
    },
    {
      name: 'oxlint --type-aware, 2 rules',
      args: [
        bin('oxlint', 'bin', 'oxlint'),
        ...['--type-aware', '--format', 'json', '--disable-nested-config', '--no-ignore'],
        ...['-A', 'all', '-D', 'typescript/no-floating-promises', '-D', 'typescript/no-misused-promises'],
        ...target.files,
      ],
      env: { OXLINT_TSGOLINT_PATH: bin('.bin', 'tsgolint') },
      count: (stdout) => parsed<{ diagnostics: unknown[] }>(stdout)?.diagnostics.length,
    },
  ];
}

function parsed<T>(text: string): T | undefined {
  try {
    return JSON.parse(text) as T;
  } catch {
    return undefined;
  }
}
