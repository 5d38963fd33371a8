import { Lazy } from '@raceguard/runtime';

interface Player {
  readonly playing: boolean;
  play(track: string): Promise<void>;
  stop(): Promise<void>;
}

declare function createPlayer(): Promise<Player>;

export class Jukebox {
  private readonly player = new Lazy<Player>();
  private volume = 5;

  async play(track: string): Promise<void> {
    const player = await this.getPlayer();
    await player.play(track);
  }

  private async getPlayer(): Promise<Player> {
    return this.player.get(() => createPlayer());
  }

  /** For tests. */
  use(player: Player): void {
    this.player.set(player);
    console.log(player.playing);
  }

  get current(): Player | null {
    return this.player.peek() ?? null;
  }

  get playing(): boolean {
    const player = this.player.peek();
    return player !== undefined && player.playing;
  }

  describe(): string {
    return this.player.peek()?.playing ? `playing at ${this.volume}` : 'silent';
  }

  async pause(): Promise<void> {
    const player = this.player.peek();
    if (!player || this.volume === 0) return;
    await player.stop();
  }

  snapshot() {
    return { player: this.player.peek() ?? null, volume: this.volume };
  }

  async stop(): Promise<void> {
    try {
      const player = this.player.peek();
      if (player != null) {
        await player.stop();
        console.log(player.playing);
      }
    } finally {
      this.player.reset();
    }
  }
}
