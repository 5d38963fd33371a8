interface Player {
  readonly playing: boolean;
  play(track: string): Promise<void>;
  stop(): Promise<void>;
}

declare function createPlayer(): Promise<Player>;

export class Jukebox {
  private player: Player | null = null;
  private volume = 5;

  async play(track: string): Promise<void> {
    const player = await this.getPlayer();
    await player.play(track);
  }

  private async getPlayer(): Promise<Player> {
    if (this.player === null) {
    //  ^^^^^^^^^^^^^^^^^^^^ RG101 `this.player` can be initialised twice
      this.player = await createPlayer();
    }
    return this.player;
  }

  /** For tests. */
  use(player: Player): void {
    this.player = player;
    console.log(this.player.playing);
  }

  get current(): Player | null {
    return this.player;
  }

  get playing(): boolean {
    return this.player !== null && this.player.playing;
  }

  describe(): string {
    return this.player?.playing ? `playing at ${this.volume}` : 'silent';
  }

  async pause(): Promise<void> {
    if (!this.player || this.volume === 0) return;
    await this.player.stop();
  }

  snapshot() {
    return { player: this.player, volume: this.volume };
  }

  async stop(): Promise<void> {
    try {
      if (this.player != null) {
        await this.player.stop();
        console.log(this.player.playing);
      }
    } finally {
      this.player = null;
    }
  }
}
