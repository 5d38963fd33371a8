interface Socket {
  send(text: string): void;
  on(event: 'close', listener: () => void): void;
  destroy(): void;
}

declare function open(host: string): Promise<Socket>;

export class Channel {
  /** Opened when first used. */
  #socket?: Socket | undefined;

  async send(text: string): Promise<void> {
    const socket = await this.socket();
    socket.send(text);
  }

  async socket(): Promise<Socket> {
    if (this.#socket) return this.#socket;
    //  ^^^^^^^^^^^^ RG101 `this.#socket` can be initialised twice
    this.#socket = await open('localhost');
    this.#socket.on('close', () => {
      this.#socket = undefined;
    });
    return this.#socket;
  }

  destroy(): void {
    if (this.#socket) {
      this.#socket.destroy();
      this.#socket = undefined;
    }
  }
}
