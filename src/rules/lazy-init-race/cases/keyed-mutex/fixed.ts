import { KeyedMutex } from '@raceguard/runtime';

interface Channel {
  send(text: string): void;
  close(): void;
}

declare function openChannel(name: string): Promise<Channel>;

export class Channels {
  readonly channels = new Map<string, Channel>();
  private readonly channelsMutex = new KeyedMutex<string>();
  private readonly byId: Record<number, Channel> = {};
  private readonly byIdMutex = new KeyedMutex<number>();
  private readonly weak = new WeakMap<object, Channel>();
  private readonly weakMutex = new KeyedMutex<object>();

  async send(name: string, text: string): Promise<void> {
    const channel = await this.channelsMutex.runExclusive(name, async () => {
      let channel = this.channels.get(name);
      if (!channel) {
        channel = await openChannel(name);
        this.channels.set(name, channel);
      }
      return channel;
    });
    channel.send(text);
  }

  async ensureAll(names: readonly string[]): Promise<void> {
    for (const name of names) {
      await this.channelsMutex.runExclusive(name, async () => {
        if (this.channels.has(name)) return;
        const channel = await openChannel(name);
        this.channels.set(name, channel);
      });
    }
  }

  async get(id: number): Promise<Channel> {
    return this.byIdMutex.runExclusive(id, async () => {
      if (!this.byId[id]) {
        this.byId[id] = await openChannel(`channel ${id}`);
      }
      return this.byId[id];
    });
  }

  async of(owner: object): Promise<Channel> {
    return this.weakMutex.runExclusive(owner, async () => {
      const known = this.weak.get(owner);
      if (known) return known;
      const channel = await openChannel('owned');
      this.weak.set(owner, channel);
      return channel;
    });
  }
}
