import { Mutex, TaskGroup } from '@raceguard/runtime';

declare function connect(url: string): Promise<Socket>;

export interface Socket {
  next(): Promise<string | undefined>;
  close(): Promise<void>;
}

export interface Channel {
  on(event: 'message', handler: (text: string) => void): void;
  off(event: 'message', handler: (text: string) => void): void;
}

export class Feed {
  private readonly mutex = new Mutex();
  private readonly channel: Channel;

  constructor(channel: Channel) {
    this.channel = channel;
  }

  /** Hands out every message that comes, and a beat in between. */
  async *messages(wait: () => Promise<boolean>): AsyncGenerator<string> {
    const queue: string[] = [];
    const take = (text: string) => void queue.push(text);
    this.channel.on('message', take);
    try {
      while (await wait()) {
        for (const text of queue.splice(0)) yield text;
      }
    } finally {
      this.channel.off('message', take);
    }
  }

  async *lines(url: string): AsyncGenerator<string> {
    const socket = await connect(url);
    try {
      for (let line = await socket.next(); line; line = await socket.next()) {
        yield line;
      }
    } finally {
      await socket.close();
    }
  }

  /** One reader at a time moves the cursor on. */
  async *pages(read: () => Promise<string | undefined>): AsyncGenerator<string> {
    while (true) {
      const lock = await this.mutex.acquire();
      let page;
      try {
        page = await read();
        if (!page) return;
      } finally {
        lock.release();
      }
      yield page;
    }
  }

  async *both(one: () => Promise<string>, beat: (signal: AbortSignal) => Promise<void>): AsyncGenerator<string> {
    const group = new TaskGroup();
    try {
      void group.spawn(beat);
      for (let i = 0; i < 2; i++) {
        yield await one();
      }
      await group.close();
    } finally {
      await group.cancel();
    }
  }
}
