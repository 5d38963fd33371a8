import { AsyncLocalStorage } from 'node:async_hooks';
import { type LockHandle, Mutex } from '@raceguard/runtime';

interface Semaphore {
  acquire(): Promise<void>;
  release(): void;
}

interface Socket {
  on(event: 'close' | 'message', listener: (text: string) => void): void;
}

const tenant = new AsyncLocalStorage<string | undefined>();

/** What a lock should cover only its author knows: no edit is offered. */
export class Recorder {
  private readonly mutex = new Mutex();
  private lock: LockHandle | undefined;

  async start(): Promise<void> {
    this.lock = await this.mutex.acquire();
//                    ^^^^^^^^^^^^^^^^^^^^ RG301 `this.mutex` is taken in `start` and given back in `stop`, which may come before it is got
    console.log('recording');
  }

  stop(): void {
    this.lock?.release();
    this.lock = undefined;
  }
}

export class Camera {
  private readonly mutex = new Mutex();
  private lock: LockHandle | undefined;

  async start(): Promise<void> {
    this.lock = await this.mutex.acquire();
//                    ^^^^^^^^^^^^^^^^^^^^ RG301 `this.mutex` is taken in `start` and given back in `stop`
  }

  async stop(): Promise<void> {
    this.lock?.[Symbol.dispose]();
  }
}

/** A connection has its turn until it closes, though it may close before. */
export class Connection {
  private readonly semaphore: Semaphore;

  constructor(semaphore: Semaphore, socket: Socket, answer: (text: string) => void) {
    this.semaphore = semaphore;
    const turn = this.semaphore.acquire();
//               ^^^^^^^^^^^^^^^^^^^^^^^^ RG301 `this.semaphore` is taken in `constructor` and given back in `onClose`
    socket.on('message', async (text) => {
      await turn;
      answer(text);
    });
    socket.on('close', () => this.onClose());
  }

  private onClose(): void {
    this.semaphore.release();
  }
}

export class Tenants {
  private before: string | undefined;

  open(name: string): void {
    this.before = tenant.getStore();
    tenant.enterWith(name);
//  ^^^^^^^^^^^^^^^^^^^^^^ RG301 `tenant` is entered in `open` and left in `close`, which runs in the context of its own caller
  }

  close(): void {
    tenant.enterWith(this.before);
  }
}
