import type { EventEmitter } from 'node:events';
import { CancellationToken } from '@raceguard/runtime';

declare function search(query: string): Promise<readonly string[]>;
declare function loadName(id: number): Promise<string>;
declare function useState<T>(initial: T): [T, (value: T) => void];
declare function useEffect(effect: () => undefined | (() => void) | void, deps: readonly unknown[]): void;

export class SearchBox {
  results: readonly string[] = [];
  private readonly resultsToken = new CancellationToken();

  constructor(input: EventEmitter) {
    input.on('input', (query: string) => this.show(query));
  }

  private async show(query: string): Promise<void> {
    this.resultsToken.cancel();
    this.resultsToken.reset();
    const latest = this.resultsToken.snapshot();
    const results = await search(query);
    if (latest.cancelled) return;
    this.results = results;
  }
}

export function useName(id: number): string {
  const [name, setName] = useState('');
  useEffect(() => {
    let cancelled = false;
    async function load(): Promise<void> {
      const found = await loadName(id);
      if (cancelled) return;
      setName(found);
    }
    void load();

    return () => {
      cancelled = true;
    };
  }, [id]);
  return name;
}
