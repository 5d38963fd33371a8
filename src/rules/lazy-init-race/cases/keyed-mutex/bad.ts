interface Channel {
  send(text: string): void;
  close(): void;
}

declare function openChannel(name: string): Promise<Channel>;

export class Channels {
  readonly channels = new Map<string, Channel>();
  private readonly byId: Record<number, Channel> = {};
  private readonly weak = new WeakMap<object, Channel>();

  async send(name: string, text: string): Promise<void> {
    let channel = this.channels.get(name);
    if (!channel) {
    //   ^^^^^^^ RG101 `this.channels[name]` can be initialised twice
      channel = await openChannel(name);
      this.channels.set(name, channel);
    }
    channel.send(text);
  }

  async ensureAll(names: readonly string[]): Promise<void> {
    for (const name of names) {
      if (this.channels.has(name)) continue;
      //  ^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.channels[name]` can be initialised twice
      const channel = await openChannel(name);
      this.channels.set(name, channel);
    }
  }

  async get(id: number): Promise<Channel> {
    if (!this.byId[id]) {
    //   ^^^^^^^^^^^^^ RG101 `this.byId[id]` can be initialised twice
      this.byId[id] = await openChannel(`channel ${id}`);
    }
    return this.byId[id];
  }

  async of(owner: object): Promise<Channel> {
    const known = this.weak.get(owner);
    if (known) return known;
    //  ^^^^^ RG101 `this.weak[owner]` can be initialised twice
    const channel = await openChannel('owned');
    this.weak.set(owner, channel);
    return channel;
  }
}
