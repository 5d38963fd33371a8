import { readFile, stat } from 'node:fs/promises';
import { join } from 'node:path';

declare function run(command: string, ...words: string[]): Promise<string>;

let sealed: boolean | undefined;

/** Two small files are looked at: who looks twice sees the same. */
export async function isSealed(): Promise<boolean> {
  if (sealed !== undefined) return sealed;
  if (process.env['UNSEALED']) {
    sealed = false;
    return sealed;
  }
  const marked = stat('/etc/seal')
    .then(() => true)
    .catch(() => false);
  const listed = readFile('/etc/seals', 'utf8')
    .then((text) => text.includes('all'))
    .catch(() => false);
  const [isMarked, isListed] = await Promise.all([marked, listed]);
  sealed = isMarked || isListed;
  return sealed;
}

interface Part {
  readonly name: string;
  readonly version: string;
}

async function versionOf(name: string): Promise<Part> {
  const text = await readFile(join('parts', name, 'part.json'), 'utf8');
  return { name, version: String(JSON.parse(text).version) };
}

async function partsOf(names: readonly string[]): Promise<Part[]> {
  const parts = await Promise.all(names.map((name) => versionOf(name)));
  return parts.filter((part) => part.version !== '');
}

let engine: Part | undefined;

/** Helpers that only read are followed. */
export async function* report(): AsyncGenerator<string> {
  yield 'begin';
  if (!engine) {
    const parts = await partsOf(['engine', 'gearbox']);
    engine = parts.find((part) => part.name === 'engine');
  }
  yield engine?.version ?? 'unknown';
}

let labelsLoaded = false;
let title = '';

async function loadLabels(): Promise<void> {
  try {
    title = JSON.parse(await readFile('labels.json', 'utf8')).title;
  } catch {
    console.warn('No labels.');
  }
}

export async function heading(): Promise<string> {
  if (!labelsLoaded) {
    await loadLabels();
    labelsLoaded = true;
  }
  return title;
}

/** Nothing is waited for that is not there already: the second caller comes in the same turn or finds it. */
export class Account {
  private current: { readonly user: string } | undefined;

  async read(): Promise<{ readonly user: string }> {
    this.current ??= await this.decode('me');
    return this.current;
  }

  logout(): void {
    this.current = undefined;
  }

  private async decode(user: string): Promise<{ readonly user: string }> {
    if (await this.isKnown(user)) return { user };
    return { user: 'nobody' };
  }

  private async isKnown(user: string): Promise<boolean> {
    return user.includes('me');
  }
}

/** A no is asked again, on purpose. */
export class Depot {
  private connected: boolean | undefined;

  async isConnected(): Promise<boolean> {
    if (this.connected === true) return true;
    this.connected = (await run('depot', 'status')) === 'up';
    return this.connected;
  }
}

type Question = 'vscode.executeHoverProvider' | 'vscode.executeDefinitionProvider';

declare const commands: { executeCommand(command: string, ...words: unknown[]): Promise<string[]> };

const hovers = new Map<string, string[]>();

/** The editor is asked what it knows. */
export async function hover(file: string, question: Question): Promise<string[]> {
  const known = hovers.get(file);
  if (known) return known;
  const found = await commands.executeCommand(question, file);
  hovers.set(file, found);
  return found;
}
