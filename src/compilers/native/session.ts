/**
 * One process of TypeScript 7, shared by all projects open at a time: what it has parsed of libraries and dependencies
 * serves the next project too. It ends ten seconds after the last project is closed, or with this process.
 */
import { existsSync, readFileSync } from 'node:fs';
import type { ParsedConfig } from '../config/parser.ts';
import { slashes } from '../paths.ts';
import { Ahead } from './ahead.ts';
import { loadNativeApi, type NativeApi, type Sync } from './api.ts';

const lingerMs = 10_000;
const probe = '/raceguard.probe.json';
/** By where TypeScript 7 is loaded from. */
const shared = new Map<string, NativeSession>();

export class NativeSession {
  readonly native: NativeApi;
  private readonly api: Sync.API;
  private readonly ahead: Ahead | undefined;
  private readonly served = new Map<string, Served>();
  /** The process keeps what it has read: it must be told of these at its next update. */
  private readonly stale = new Set<string>();
  /** Closed for those who had them. What the next project shares with them it finds there, if they go after it came. */
  private readonly leaving: { readonly configFile: string; readonly snapshot: Sync.Snapshot }[] = [];
  private open = 0;
  private dead = false;
  private linger: NodeJS.Timeout | undefined;

  /** The session in use, or a new one; `from` as in `loadNativeApi`. Throws when TypeScript 7 can't start here. */
  static current(from = ''): NativeSession {
    let session = shared.get(from);
    if (!session || session.dead) {
      session = new NativeSession(from);
      shared.set(from, session);
    }
    return session;
  }

  private constructor(from: string) {
    this.native = loadNativeApi(from);
    this.api = withRareCollections(
      () =>
        new this.native.sync.API({
          cwd: process.cwd(),
          fs: { readFile: (file) => this.served.get(file)?.text },
        }),
    );
    const channel = channelOf(this.api);
    this.ahead = Ahead.of(channel);
    const child = channel?.child;
    child?.once('error', () => this.kill());
    child?.once('exit', () => this.kill());
    // Before the API's own listener, which ends it politely.
    process.prependListener('exit', this.kill);
  }

  get ended(): boolean {
    return this.dead;
  }

  /**
   * `text` stands in for the file's contents on disk from the next `update` or `parse` on; undefined: no longer, unless
   * another owner wants it, too.
   */
  serve(file: string, text: string | undefined, owner: object): void {
    const owners = this.served.get(file)?.owners ?? new Set();
    if (text === undefined) owners.delete(owner);
    else this.served.set(file, { text, owners: owners.add(owner) });
    if (owners.size === 0) this.served.delete(file);
    this.stale.add(file);
  }

  /** As this process takes it to be; undefined where there is no such file. */
  textOf(file: string): string | undefined {
    const served = this.served.get(file)?.text;
    if (served !== undefined) return served;
    try {
      return readFileSync(file, 'utf8');
    } catch {
      return undefined;
    }
  }

  /** Throws when the file can't be read; faults in it show up as diagnostics of the opened project only. */
  parse(configFile: string): ParsedConfig {
    if (!this.has(configFile)) throw new Error(`${configFile} does not exist`);
    const parsed = this.call(() => this.api.parseConfigFile(configFile));
    this.lingerIfIdle();
    return { options: parsed.options, fileNames: parsed.fileNames.map(slashes) };
  }

  /** As `parse`, of what lies on the disk although another project may have it served. */
  parseFromDisk(configFile: string): ParsedConfig {
    const served = this.served.get(configFile);
    this.served.delete(configFile);
    try {
      return this.parse(configFile);
    } finally {
      if (served) this.served.set(configFile, served);
    }
  }

  /** `isDiskSame`: since the last project was opened. */
  openProject(configFile: string, isDiskSame = false): Sync.Snapshot {
    // A missing configuration would make every later update of this process fail.
    if (!this.has(configFile)) throw new Error(`${configFile} does not exist`);
    const snapshot = this.call(() =>
      isDiskSame ? this.take([configFile], configFile) : this.readAgain(configFile, [configFile]),
    );
    this.open++;
    clearTimeout(this.linger);
    return snapshot;
  }

  closeProject(configFile: string, snapshot: Sync.Snapshot): void {
    this.open--;
    if (this.dead) return;
    this.leaving.push({ configFile, snapshot });
    this.lingerIfIdle();
  }

  /** A snapshot of all that was served since the last one. */
  update(): Sync.Snapshot {
    return this.call(() => this.take());
  }

  /** A snapshot of all that is on the disk now, and of what is served. */
  updateAll(configFile: string): Sync.Snapshot {
    return this.call(() => this.readAgain(configFile));
  }

  /** Invalidating all of them leaves out configurations, and which files they name. */
  private readAgain(configFile: string, openProjects: readonly string[] = []): Sync.Snapshot {
    this.api.updateSnapshot({ fileChanges: { invalidateAll: true } }).dispose();
    return this.take(openProjects, configFile);
  }

  /** The next snapshot: with these projects, without those that leave, and with what was served. */
  private take(openProjects: readonly string[] = [], ...changed: readonly string[]): Sync.Snapshot {
    const fileChanges = { changed: [...this.stale, ...changed] };
    this.stale.clear();
    // What closes and opens in one step is closed.
    if (this.leaving.some(({ configFile }) => openProjects.includes(configFile))) this.leave({}).dispose();
    return this.leave({ openProjects: [...openProjects], fileChanges });
  }

  private leave(changes: Parameters<Sync.API['updateSnapshot']>[0]): Sync.Snapshot {
    const leaving = this.leaving.splice(0);
    const closeProjects = leaving.map(({ configFile }) => configFile);
    const next = this.api.updateSnapshot({ ...changes, closeProjects });
    for (const { snapshot } of leaving) snapshot.dispose();
    return next;
  }

  /** Sends the request that `work` makes, whose answer will be wanted soon. */
  expect(work: () => void): void {
    this.ahead?.send(work);
  }

  /** Lets go of the trees that nobody else holds; they are fetched again when asked for. */
  forgetTrees(): void {
    this.api.clearSourceFileCache();
  }

  /** `otherwise` when the compiler fails on this request; throws when its process has ended. */
  attempt<R>(request: () => R, otherwise: R): R {
    try {
      return request();
    } catch (error) {
      if (this.responds()) return otherwise;
      throw error;
    }
  }

  private responds(): boolean {
    if (this.dead) return false;
    try {
      this.served.set(probe, { text: '{"files":[]}', owners: new Set() });
      this.api.parseConfigFile(probe);
      return true;
    } catch {
      this.kill();
      return false;
    }
  }

  readonly kill = (): void => {
    if (this.dead) return;
    this.dead = true;
    process.off('exit', this.kill);
    clearTimeout(this.linger);
    const channel = channelOf(this.api);
    // On a polite end the process prints "context canceled" to the user's terminal.
    channel?.child?.kill('SIGKILL');
    try {
      // `API.close` would first ask the process to release what it holds.
      (channel ?? this.api).close();
    } catch {
      // It had ended before.
    }
  };

  private lingerIfIdle(): void {
    clearTimeout(this.linger);
    if (this.open === 0) this.linger = setTimeout(() => this.kill(), lingerMs).unref();
  }

  private has(file: string): boolean {
    return this.served.has(file) || existsSync(file);
  }

  private call<R>(request: () => R): R {
    if (this.dead) throw new Error('the process of TypeScript 7 has ended');
    try {
      return request();
    } catch (error) {
      // After a failed request its state can't be trusted; the next project gets a new process.
      this.kill();
      throw error;
    }
  }
}

interface Served {
  readonly text: string;
  /** Open projects that want it. */
  readonly owners: Set<object>;
}

/**
 * Starts a process of TypeScript 7 that collects its garbage at four times what it needs instead of at twice, which opens
 * a project in a tenth less time; not where the user has said what they want.
 */
function withRareCollections<R>(start: () => R): R {
  if (process.env.GOGC !== undefined) return start();
  process.env.GOGC = '300';
  try {
    return start();
  } finally {
    delete process.env.GOGC;
  }
}

interface Channel {
  readonly child?: {
    kill(signal: 'SIGKILL'): void;
    once(event: 'error' | 'exit', listener: () => void): void;
  };
  close(): void;
}

/** Not in the API's types: without a listener a process that can't start would end ours. */
function channelOf(api: Sync.API): Channel | undefined {
  return (api as unknown as { client?: { channel?: Channel } }).client?.channel;
}
