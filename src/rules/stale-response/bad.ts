import type { EventEmitter } from 'node:events';

declare function search(query: string): Promise<readonly string[]>;
declare function loadName(id: number): Promise<string>;
declare function useState<T>(initial: T): [T, (value: T) => void];
declare function useEffect(effect: () => undefined | (() => void) | void, deps: readonly unknown[]): void;

export class SearchBox {
  results: readonly string[] = [];

  constructor(input: EventEmitter) {
    input.on('input', (query: string) => this.show(query));
  }

  private async show(query: string): Promise<void> {
    const results = await search(query);
    this.results = results;
//  ^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.results` is written after `await search(query)`
  }
}

export function useName(id: number): string {
  const [name, setName] = useState('');
  useEffect(() => {
    async function load(): Promise<void> {
      const found = await loadName(id);
      setName(found);
//    ^^^^^^^^^^^^^^ RG402 `setName` is written after `await loadName(id)`
    }
    void load();
  }, [id]);
  return name;
}
