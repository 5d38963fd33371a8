import { Lazy } from '@raceguard/runtime';

interface Socket {
  send(text: string): void;
  on(event: 'close', listener: () => void): void;
  destroy(): void;
}

declare function open(host: string): Promise<Socket>;

export class Channel {
  /** Opened when first used. */
  readonly #socket = new Lazy<Socket>();

  async send(text: string): Promise<void> {
    const socket = await this.socket();
    socket.send(text);
  }

  async socket(): Promise<Socket> {
    return this.#socket.get(async () => {
      const socket = await open('localhost');
      socket.on('close', () => {
        this.#socket.reset();
      });
      return socket;
    });
  }

  destroy(): void {
    const socket = this.#socket.peek();
    if (socket) {
      socket.destroy();
      this.#socket.reset();
    }
  }
}
