/** What is decided by other files: who calls a function, what it inherits, what runs its callbacks alone. */
import { deepEqual } from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { discoverProjects, openProject } from '../../src/compilers/open.ts';
import { Check } from '../../src/core/run.ts';
import { rules } from '../../src/rules/index.ts';
import { race } from './race.ts';

const client = `export interface Client { close(): void }
export declare function connect(): Promise<Client>;
`;
const service = `import { type Client, connect } from './client';
export class Service {
  private client: Client | undefined;
  async ready(): Promise<void> {
    if (!this.client) this.client = await connect();
  }
}
`;

/** Two changes of one file lose each other's work. */
const journal = `import { readFile, writeFile } from './files';
export class Journal {
  constructor(source: { on(event: string, listener: (line: string) => void): void }) {
    source.on('line', (line) => { void this.add(line); });
  }
  async add(line: string): Promise<void> {
    const lines = await readFile('journal');
    await writeFile('journal', lines + line);
  }
}
`;
const files = `export declare function readFile(path: string): Promise<string>;
export declare function writeFile(path: string, text: string): Promise<void>;
`;
const report = `import type { Journal } from './journal';
export async function report(journal: Journal | undefined) { await journal?.add('report'); }
`;
const journalTest = `import { Journal } from './journal';
declare const source: { on(event: string, listener: (line: string) => void): void };
await new Journal(source).add('first');
`;
const counted = `declare function start(options: { requestHandler: () => Promise<void> }): Promise<void>;
declare function find(): Promise<string[]>;
export async function run() {
  const state = { found: 0 };
  await start({ requestHandler: async () => { state.found += (await find()).length; } });
  return state.found;
}
`;

const programs: Record<string, { files: Record<string, string>; found: string[] }> = {
  'a handler in another file leads here': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
const service = new Service();
bus.on('message', async () => { await service.ready(); });
`,
    },
    found: ['RG101 service.ts:5'],
  },
  'one call at start-up': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
const service = new Service();
async function main() { await service.ready(); }
await main();
`,
    },
    found: [],
  },
  'a call that may mean another implementation says nothing of this one': {
    files: {
      'service.ts': service,
      'main.ts': `declare const other: { ready(): Promise<void> };
await other.ready();
export {};
`,
    },
    found: ['RG101 service.ts:5'],
  },
  'a function that only calls itself may be called by anybody': {
    files: {
      'service.ts': service.replace(
        '= await connect();',
        '= await connect(); else if (this.client === null) await this.ready();',
      ),
    },
    found: ['RG101 service.ts:5'],
  },
  'an object made for each call': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
bus.on('message', async () => { const service = new Service(); await service.ready(); });
`,
    },
    found: [],
  },
  'an object made for each call and handed on': {
    files: {
      'service.ts': service,
      'use.ts': `import type { Service } from './service';
export async function use(service: Service) { await service.ready(); }
`,
      'main.ts': `import { Service } from './service';
import { use } from './use';
declare const bus: { on(event: string, handler: () => void): void };
bus.on('message', async () => { await use(new Service()); });
`,
    },
    found: [],
  },
  'an object that its maker starts before anybody has it': {
    files: {
      'service.ts': service.replace(
        '  async ready()',
        `  static async create(): Promise<Service> {
    const service = new Service();
    await service.ready();
    return service;
  }
  async ready()`,
      ),
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
bus.on('message', async () => { console.log(await Service.create()); });
`,
    },
    found: [],
  },
  'a singleton that is started where it is made': {
    files: {
      'service.ts': service,
      'singleton.ts': `const made = new Map<string, unknown>();
export function singleton<T>(name: string, make: () => T): T {
  if (!made.has(name)) made.set(name, make());
  return made.get(name) as T;
}
`,
      'main.ts': `import { Service } from './service';
import { singleton } from './singleton';
export const service = singleton('service', () => {
  const service = new Service();
  service.ready().catch(console.error);
  return service;
});
`,
    },
    found: [],
  },
  'a singleton that every message starts': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
const service = new Service();
bus.on('message', () => { service.ready().catch(console.error); });
`,
    },
    found: ['RG101 service.ts:5'],
  },
  'a handler that a flag of its own lets in once': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
const service = new Service();
let started = false;
bus.on('message', async () => {
  if (started) return;
  started = true;
  await service.ready();
});
`,
    },
    found: [],
  },
  'a loop that waits for each call': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
const service = new Service();
for (const _ of [1, 2, 3]) await service.ready();
`,
    },
    found: [],
  },
  'a loop that waits for all calls': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
const service = new Service();
await Promise.all([1, 2, 3].map(() => service.ready()));
`,
    },
    found: ['RG101 service.ts:5'],
  },
  'a caller that holds a lock': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
declare const bus: { on(event: string, handler: () => void): void };
declare const mutex: { runExclusive<T>(f: () => Promise<T>): Promise<T> };
const service = new Service();
bus.on('message', async () => { await mutex.runExclusive(async () => { await service.ready(); }); });
`,
    },
    found: [],
  },
  'a caller that keeps the promise': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
const service = new Service();
let started: Promise<void> | undefined;
export function start() { return (started ??= service.ready()); }
`,
    },
    found: [],
  },
  'an initialiser that is inherited': {
    files: {
      'base.ts': `import { type Client, connect } from './client';
export class Base {
  protected client: Client | undefined;
  protected async open() { this.client = await connect(); }
}
`,
      'service.ts': `import { Base } from './base';
export class Service extends Base {
  async get() {
    if (!this.client) await this.open();
    return this.client;
  }
}
`,
    },
    found: ['RG101 service.ts:4'],
  },
  'an inherited initialiser that looks again': {
    files: {
      'base.ts': `import { type Client, connect } from './client';
export class Base {
  protected client: Client | undefined;
  private opening: Promise<Client> | undefined;
  protected async open() {
    this.opening ??= connect();
    this.client = await this.opening;
  }
}
`,
      'service.ts': `import { Base } from './base';
export class Service extends Base {
  async get() {
    if (!this.client) await this.open();
    return this.client;
  }
}
`,
    },
    found: [],
  },
  'a wrapper that runs its callback alone': {
    files: {
      'alone.ts': `let tail: Promise<unknown> = Promise.resolve();
export function inTurn<T>(work: () => Promise<T>): Promise<T> {
  const done = tail.then(work);
  tail = done.catch(() => undefined);
  return done;
}
`,
      'service.ts': `import { inTurn } from './alone';
import { type Client, connect } from './client';
export class Service {
  private client: Client | undefined;
  get(): Promise<Client> {
    return inTurn(async () => {
      this.client ??= await connect();
      return this.client;
    });
  }
}
`,
    },
    found: [],
  },
  'a wrapper that only retries': {
    files: {
      'retry.ts': `export async function retry<T>(work: () => Promise<T>): Promise<T> {
  try { return await work(); } catch { return await work(); }
}
`,
      'service.ts': `import { retry } from './retry';
import { type Client, connect } from './client';
export class Service {
  private client: Client | undefined;
  get(): Promise<Client> {
    return retry(async () => {
      this.client ??= await connect();
      return this.client;
    });
  }
}
`,
    },
    found: ['RG101 service.ts:7'],
  },
  'a maker that keeps one itself': {
    files: {
      'pool.ts': `import { type Client, connect } from './client';
const pool = new Map<string, Promise<Client>>();
export async function open(name: string): Promise<Client> {
  let kept = pool.get(name);
  if (!kept) { kept = connect(); pool.set(name, kept); }
  return kept;
}
`,
      'service.ts': `import type { Client } from './client';
import { open } from './pool';
export class Service {
  private client: Client | undefined;
  async get() {
    if (!this.client) this.client = await open('main');
    return this.client;
  }
}
`,
    },
    found: [],
  },
  'an object that others only know as a type, and that only a test makes': {
    files: { 'files.ts': files, 'journal.ts': journal, 'report.ts': report, 'journal.test.ts': journalTest },
    found: [],
  },
  'a test, a mock, an example': {
    files: {
      'client.test.ts': race,
      'test/client.ts': race,
      'mocks/client.ts': race,
      'examples/shop/client.ts': race,
      'contest/client.ts': race,
    },
    found: ['RG101 client.ts:5'],
  },
  'a test that calls it side by side says nothing of the program': {
    files: {
      'service.ts': service,
      'main.ts': `import { Service } from './service';
await new Service().ready();
`,
      'service.test.ts': `import { Service } from './service';
const service = new Service();
await Promise.all([service.ready(), service.ready()]);
`,
    },
    found: [],
  },
  'an object that the program makes as well': {
    files: {
      'files.ts': files,
      'journal.ts': journal,
      'report.ts': report,
      'journal.test.ts': journalTest,
      'main.ts': journalTest.replace(".add('first')", ''),
    },
    found: ['RG103 journal.ts:8'],
  },
  'an object that whoever installs the package makes': {
    files: { 'files.ts': files, 'journal.ts': journal, 'report.ts': report, 'index.ts': `export * from './journal';` },
    found: ['RG103 journal.ts:8'],
  },
  'a handler that a test hands out, which is not checked': {
    files: { 'count.test.ts': counted },
    found: [],
  },
  'the same handler in a program': {
    files: { 'count.ts': counted },
    found: ['RG103 count.ts:5'],
  },
  'two runs that a test begins side by side, which is not checked': {
    files: {
      'count.test.ts': counted.replace(/start\(\{ requestHandler: (.*) \}\);/, 'Promise.all([1, 2].map($1));'),
    },
    found: [],
  },
  'a maker that takes turns': {
    files: {
      'pool.ts': `import { type Client, connect } from './client';
declare const mutex: { runExclusive<T>(work: () => Promise<T>): Promise<T> };
const pool = new Map<string, Client>();
export async function open(name: string): Promise<Client> {
  return await mutex.runExclusive(async () => {
    if (!pool.has(name)) pool.set(name, await connect());
    return pool.get(name)!;
  });
}
`,
      'service.ts': `import type { Client } from './client';
import { open } from './pool';
export class Service {
  private client: Client | undefined;
  async get() {
    if (!this.client) this.client = await open('main');
    return this.client;
  }
}
`,
    },
    found: [],
  },
  'a maker that makes one for everybody who asks': {
    files: {
      'pool.ts': `import { type Client, connect } from './client';
export async function open(name: string): Promise<Client> {
  console.log(name);
  return await connect();
}
`,
      'service.ts': `import type { Client } from './client';
import { open } from './pool';
export class Service {
  private client: Client | undefined;
  async get() {
    if (!this.client) this.client = await open('main');
    return this.client;
  }
}
`,
    },
    found: ['RG101 service.ts:6'],
  },
  'an update from handlers of another file': {
    files: {
      'quota.ts': `declare function log(text: string): Promise<void>;
export class Quota {
  private total = 0;
  async charge(pages: number): Promise<void> {
    const total = this.total;
    await log('charge');
    this.total = total + pages;
  }
}
`,
      'main.ts': `import { Quota } from './quota';
declare const app: { post(path: string, handler: (pages: number) => Promise<void>): void };
const quota = new Quota();
app.post('/charge', async (pages) => { await quota.charge(pages); });
`,
    },
    found: ['RG103 quota.ts:7'],
  },
};

for (const compiler of ['native', 'classic'] as const) {
  describe(`across files, ${compiler}`, function () {
    this.timeout(60_000);
    let folder = '';
    before(() => {
      folder = mkdtempSync(join(tmpdir(), 'raceguard-across-'));
    });
    after(() => rmSync(folder, { recursive: true, force: true }));

    for (const [name, { files, found }] of Object.entries(programs)) {
      it(name, () => {
        const root = join(folder, name.replaceAll(' ', '-'));
        for (const [file, text] of Object.entries({ 'client.ts': client, ...files, 'tsconfig.json': tsconfig })) {
          const path = join(root, file);
          mkdirSync(dirname(path), { recursive: true });
          writeFileSync(path, text);
        }
        deepEqual(check(root, compiler), found);
      });
    }
  });
}

const tsconfig = JSON.stringify({
  compilerOptions: { target: 'es2022', module: 'esnext', moduleResolution: 'bundler', strict: true, types: [] },
});

function check(root: string, compiler: 'native' | 'classic'): string[] {
  const found: string[] = [];
  for (const ref of discoverProjects([root], { compiler }).projects) {
    const project = openProject(ref, { compiler });
    const check = new Check(project, {
      rules,
      target: project.options,
      configOf: () => ({
        ignored: false,
        severityOf: (rule) => rule.severity,
        strict: false,
        guards: [],
        locks: [],
        perRequestTypes: [],
      }),
    });
    for (const file of project.files) {
      for (const finding of check.file(file)?.findings ?? []) {
        const line = (project.tree(file)?.text ?? '').slice(0, finding.span.start).split('\n').length;
        found.push(`${finding.code} ${file.slice(file.lastIndexOf('/') + 1)}:${line}`);
      }
    }
    project.dispose();
  }
  return found;
}
