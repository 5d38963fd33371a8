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
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG302 `take` is not removed if the consumer stops at `yield text`
    while (await wait()) {
      for (const text of queue.splice(0)) yield text;
    }
    this.channel.off('message', take);
  }

  async *lines(url: string): AsyncGenerator<string> {
    const socket = await connect(url);
//                       ^^^^^^^^^^^^ RG302 `socket.close()` is not reached if the consumer stops at `yield line`
    for (let line = await socket.next(); line; line = await socket.next()) {
      yield line;
    }
    await socket.close();
  }

  /** One reader at a time moves the cursor on. */
  async *pages(read: () => Promise<string | undefined>): AsyncGenerator<string> {
    while (true) {
      const lock = await this.mutex.acquire();
      try {
        const page = await read();
        if (!page) return;
        yield page;
//      ^^^^^^^^^^ RG302 `this.mutex` is held over `yield page` for as long as the consumer likes
      } finally {
        lock.release();
      }
    }
  }

  async *both(one: () => Promise<string>, beat: (signal: AbortSignal) => Promise<void>): AsyncGenerator<string> {
    await using group = new TaskGroup();
    void group.spawn(beat);
    for (let i = 0; i < 2; i++) {
      yield await one();
//    ^^^^^^^^^^^^^^^^^ RG302 `group` is waited for, not cancelled, if the consumer stops at `yield await one()`
    }
  }
}
