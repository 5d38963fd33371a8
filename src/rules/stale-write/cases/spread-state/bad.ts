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

  constructor(source: EventTarget) {
    source.addEventListener('login', async () => {
      this.state = { ...this.state, user: await fetchUser('me') };
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.state` is written from a value read before `await fetchUser('me')`
    });
    source.addEventListener('tags', async () => {
      this.state = { ...this.state, tags: [...this.state.tags, ...(await fetchTags('me'))] };
//    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.state` is written from a value read before `await fetchTags('me')`
    });
    source.addEventListener('theme', () => this.patch({ theme: 'dark' }));
  }

  private async patch(change: Partial<State>): Promise<void> {
    const next = { ...this.state, ...change };
    await persist(next);
    this.state = next;
//  ^^^^^^^^^^^^^^^^^ RG103 `this.state` is written from a value read before `await persist(next)`
  }
}
