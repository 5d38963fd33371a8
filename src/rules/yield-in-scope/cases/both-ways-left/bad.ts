interface Page {
  readonly lines: AsyncIterable<string>;
}

interface Socket {
  connect(): Promise<void>;
  disconnect(): void;
}

declare function open(): Promise<Page>;

/** Ended twice it may not be, and the log must come behind it. */
export async function* connected(socket: Socket, log: (error: unknown) => Promise<void>): AsyncGenerator<string> {
  await socket.connect();
//      ^^^^^^^^^^^^^^^^ RG302 `socket.disconnect()` is not reached if the consumer stops at `yield line`
  try {
    const page = await open();
    for await (const line of page.lines) yield line;
    socket.disconnect();
  } catch (error) {
    socket.disconnect();
    await log(error);
  }
}

/** What failed may be gone on with. */
export async function* retried(socket: Socket): AsyncGenerator<string> {
  await socket.connect();
//      ^^^^^^^^^^^^^^^^ RG302 `socket.disconnect()` is not reached if the consumer stops at `yield line`
  try {
    const page = await open();
    for await (const line of page.lines) yield line;
    socket.disconnect();
  } catch {
    console.log(socket, 'is still open');
  }
}
