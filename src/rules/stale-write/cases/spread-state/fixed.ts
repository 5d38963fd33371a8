import { Mutex } from '@raceguard/runtime';

interface State {
  readonly user?: string;
  readonly theme: string;
  readonly tags: readonly string[];
}

declare function fetchUser(id: string): Promise<string>;
declare function fetchTags(id: string): Promise<string[]>;
declare function persist(state: State): Promise<void>;

export class Store {
  private state: State = { theme: 'light', tags: [] };
  private readonly stateMutex = new Mutex();

  constructor(source: EventTarget) {
    source.addEventListener('login', async () => {
      const user = await fetchUser('me');
      this.state = { ...this.state, user };
    });
    source.addEventListener('tags', async () => {
      const tags = await fetchTags('me');
      this.state = { ...this.state, tags: [...this.state.tags, ...tags] };
    });
    source.addEventListener('theme', () => this.patch({ theme: 'dark' }));
  }

  private async patch(change: Partial<State>): Promise<void> {
    await this.stateMutex.runExclusive(async () => {
      const next = { ...this.state, ...change };
      await persist(next);
      this.state = next;
    });
  }
}
