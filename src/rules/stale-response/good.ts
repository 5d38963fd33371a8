import type { EventEmitter } from 'node:events';
import { CancellationToken, Mutex } from '@raceguard/runtime';

declare function search(query: string, signal?: AbortSignal): Promise<readonly string[]>;
declare function searchNow(query: string): readonly string[];
declare function rename(name: string): Promise<string>;
declare function loadName(id: number): Promise<string>;
declare function loadAll(): Promise<readonly string[]>;
declare function useState<T>(initial: T): [T, (value: T | ((old: T) => T)) => void];
declare function useRef<T>(initial: T): { current: T };
declare function useEffect(effect: () => undefined | (() => void) | void, deps: readonly unknown[]): void;

/** Behind the await it is told whether the answer is still wanted. */
export class Checked {
  results: readonly string[] = [];
  private query = '';
  private generation = 0;
  private readonly token = new CancellationToken();

  constructor(input: EventEmitter) {
    input.on('input', (query: string) => this.byQuery(query));
    input.on('page', (query: string) => this.byGeneration(query));
    input.on('sort', (query: string) => this.byToken(query));
  }

  private async byQuery(query: string): Promise<void> {
    this.query = query;
    const results = await search(query);
    if (query !== this.query) return;
    this.results = results;
  }

  private async byGeneration(query: string): Promise<void> {
    const own = ++this.generation;
    const results = await search(query);
    if (own === this.generation) this.results = results;
  }

  private async byToken(query: string): Promise<void> {
    this.token.cancel();
    this.token.reset();
    const snapshot = this.token.snapshot();
    const results = await search(query);
    if (!snapshot.cancelled) this.results = results;
  }
}

/** The one before is ended, or waited for. */
export class Ended {
  results: readonly string[] = [];
  private controller = new AbortController();
  private readonly mutex = new Mutex();
  private busy = false;

  constructor(input: EventEmitter) {
    input.on('input', (query: string) => this.aborted(query));
    input.on('page', (query: string) => this.queued(query));
    input.on('sort', (query: string) => this.once(query));
  }

  private async aborted(query: string): Promise<void> {
    this.controller.abort();
    this.controller = new AbortController();
    this.results = await search(query, this.controller.signal);
  }

  private async queued(query: string): Promise<void> {
    await this.mutex.runExclusive(async () => {
      this.results = await search(query);
    });
  }

  private async once(query: string): Promise<void> {
    if (this.busy) return;
    this.busy = true;
    try {
      this.results = await search(query);
    } finally {
      this.busy = false;
    }
  }
}

/** What is written tells what it is for, or does not depend on who asks. */
export class Told {
  private readonly byQuery = new Map<string, readonly string[]>();
  private readonly byName: Record<string, readonly string[]> = {};
  shown: { readonly query: string; readonly results: readonly string[] } | undefined;
  all: readonly string[] = [];
  name = '';
  results: readonly string[] = [];
  timer: NodeJS.Timeout | undefined;

  constructor(input: EventEmitter) {
    input.on('input', (query: string) => this.keyed(query));
    input.on('page', (query: string) => this.stamped(query));
    input.on('sort', (query: string) => this.refresh(query));
    input.on('rename', (name: string) => this.rename(name));
    input.on('now', (query: string) => this.now(query));
    input.on('later', (query: string) => this.later(query));
  }

  private async keyed(query: string): Promise<void> {
    this.byQuery.set(query, await search(query));
    this.byName[query] = await search(query);
  }

  private async stamped(query: string): Promise<void> {
    const results = await search(query);
    this.shown = { query, results };
  }

  private async refresh(query: string): Promise<void> {
    console.log(query);
    this.all = await loadAll();
  }

  /** A command: its answer tells what it did. */
  private async rename(name: string): Promise<void> {
    this.name = await rename(name);
  }

  /** Written before the first await. */
  private async now(query: string): Promise<void> {
    this.results = searchNow(query);
    await search(query);
  }

  private async later(query: string): Promise<void> {
    const results = await search(query);
    this.timer = setTimeout(() => console.log(results), 10);
  }
}

/** Made once, behind a test. */
export class Grouped {
  private group: string | undefined;

  constructor(tabs: EventEmitter, retry: (work: () => Promise<void>) => Promise<void>) {
    tabs.on('open', (tab: string) =>
      retry(async () => {
        if (this.group === undefined) this.group = await rename(tab);
        console.log(this.group);
      }),
    );
  }
}

/** One object a question. */
export class Question {
  results: readonly string[] = [];

  async answer(query: string): Promise<readonly string[]> {
    this.results = await search(query);
    return this.results;
  }
}

export async function ask(queries: readonly string[]): Promise<string[]> {
  const answers = await Promise.all(queries.map((query) => new Question().answer(query)));
  return answers.flat();
}

export function useFlag(id: number): string {
  const [name, setName] = useState('');
  useEffect(() => {
    let wanted = true;
    loadName(id).then((found) => {
      if (wanted) setName(found);
    });
    return () => {
      wanted = false;
    };
  }, [id]);
  return name;
}

export function useSignal(query: string): readonly string[] {
  const [results, setResults] = useState<readonly string[]>([]);
  useEffect(() => {
    const controller = new AbortController();
    void (async () => {
      const found = await search(query, controller.signal);
      setResults(found);
    })();
    return () => controller.abort();
  }, [query]);
  return results;
}

/** Asked once; or the answer does not depend on what changes. */
export function useOnce(id: number): string {
  const [name, setName] = useState('');
  const [all, setAll] = useState<readonly string[]>([]);
  useEffect(() => {
    loadName(id).then((found) => setName(found));
  }, []);
  useEffect(() => {
    loadAll().then((found) => setAll(found));
  }, [id]);
  return name + all.length;
}

/** The new answer joins the old ones. */
export function useMore(id: number): readonly string[] {
  const [names, setNames] = useState<readonly string[]>([]);
  useEffect(() => {
    loadName(id).then((found) => setNames((old) => [...old, found]));
  }, [id]);
  return names;
}

/** What has begun keeps others from it. */
export function useFirst(id: number): string {
  const [name, setName] = useState('');
  const [state, setState] = useState<'idle' | 'loading'>('idle');
  useEffect(() => {
    if (state !== 'idle') return;
    setState('loading');
    loadName(id).then((found) => setName(found));
  }, [id, state]);
  return name;
}

/** A ref holds what is asked for now. */
export function useLatest(input: EventEmitter): readonly string[] {
  const [results, setResults] = useState<readonly string[]>([]);
  const latest = useRef('');
  useEffect(() => {
    const show = async (query: string) => {
      latest.current = query;
      const found = await search(query);
      if (latest.current === query) setResults(found);
    };
    input.on('input', show);
    return () => void input.off('input', show);
  }, []);
  return results;
}
