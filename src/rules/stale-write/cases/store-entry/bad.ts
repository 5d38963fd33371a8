interface KeyValue {
  get(key: string): Promise<number[] | undefined>;
  set(key: string, value: number[]): Promise<void>;
}

export class Scores {
  constructor(private readonly store: KeyValue) {}

  async addAll(players: readonly string[], points: number): Promise<void> {
    await Promise.all(players.map((player) => this.add(player, points)));
  }

  async add(player: string, points: number): Promise<void> {
    const scores = (await this.store.get(player)) ?? [];
    await this.store.set(player, [...scores, points]);
    //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.store.set(…)` writes back what `this.store.get(player)` read before
  }
}
