/** A client of the built process, over a folder, and what the tests see of processes. */
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { CheckAnswer } from '../../src/protocol/messages.ts';
import { ServiceClient, type ServiceOptions, type ServiceState } from '../../src/service/client.ts';
import { Folder } from '../cli/folder.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
export const module = join(root, 'dist/service.js');
export const editorTypeScript = join(root, 'node_modules/typescript-classic/lib/typescript.js');
export const testRules = fileURLToPath(new URL('./test-rules.ts', import.meta.url));

export const tsconfig = '{ "compilerOptions": { "strict": true, "types": [], "noEmit": true } }';
/** One finding of the rule `no-bad` at 1:14, with a safe fix. */
export const bad = 'export const BAD = 1;\nexport async function f() {\n  await BAD;\n}\n';

export type Compiler = 'native' | 'classic';

/** A folder whose project installs this TypeScript, and a client over it; both gone at the end of the test. */
export class Bench {
  readonly folder: Folder;
  readonly client: ServiceClient;
  readonly states: ServiceState[] = [];
  readonly lines: string[] = [];

  constructor(
    files: Readonly<Record<string, string>>,
    {
      compiler,
      start,
      ...options
    }: { compiler?: Compiler; start?: Partial<ServiceOptions['start']> } & Partial<Omit<ServiceOptions, 'start'>> = {},
  ) {
    this.folder = new Folder(files);
    if (compiler) install(this.folder.path, compiler);
    this.client = new ServiceClient({
      module,
      start: { trusted: true, editorTypeScript, folders: [this.folder.path], ...start },
      onState: (state) => this.states.push(state),
      onLog: (line) => this.lines.push(line),
      ...options,
      env: { RACEGUARD_TEST_RULES: testRules, ...options.env },
    });
  }

  at(name: string): string {
    return this.folder.at(name);
  }

  check(name: string): Promise<CheckAnswer> {
    return this.client.checkFile(this.at(name));
  }

  /** What is said of a file in short: lines of findings, or the state and why. */
  async found(name: string): Promise<string> {
    const answer = await this.check(name);
    if (answer.state === 'checked') return answer.findings.map((f) => `${f.code}:${f.place.line}`).join(' ');
    return `${answer.state}: ${'why' in answer ? answer.why : 'message' in answer ? answer.message : ''}`;
  }

  /** Writes to the disk and tells of it. */
  write(name: string, text: string): void {
    this.folder.write(name, text);
    this.client.changed([this.at(name)]);
  }

  [Symbol.dispose](): void {
    this.client.dispose();
    this.folder[Symbol.dispose]();
  }
}

/** As a package manager would: the folder's own TypeScript. */
export function install(folder: string, compiler: Compiler): void {
  const name = compiler === 'native' ? 'typescript' : 'typescript-classic';
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(join(root, 'node_modules', name), join(folder, 'node_modules/typescript'));
}

/** The processes that this one has started, and those that they have. */
export function descendants(pid: number): number[] {
  const children = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && parentOf(Number(name)) === pid);
  return children.map(Number).flatMap((child) => [child, ...descendants(child)]);
}

function parentOf(pid: number): number | undefined {
  return Number(statOf(pid)?.[1]);
}

export function isAlive(pid: number): boolean {
  const stat = statOf(pid);
  return stat !== undefined && stat[0] !== 'Z';
}

/** State, parent, … ; undefined when there is no such process. */
function statOf(pid: number): string[] | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    return stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  } catch {
    return undefined;
  }
}

export const hasProc = existsSync('/proc/self/stat');

/** Waits until it is so; the test's own timeout ends it. */
export async function until(isSo: () => boolean): Promise<void> {
  while (!isSo()) await new Promise((resolve) => setTimeout(resolve, 20));
}

export const here = dirname(fileURLToPath(import.meta.url));
