import { Mutex } from '@raceguard/runtime';

interface Message {
  edit(text: string): Promise<Message>;
}
interface Lease {
  extend(millis: number): Promise<Lease>;
}

declare function post(text: string): Promise<Message>;
declare const progress: { onStatus(listener: (text: string) => Promise<void>): void };

/** What was found to be there must still be there: the lock holds the test too. */
export function report(): void {
  let message: Message | undefined;
  const messageMutex = new Mutex();
  progress.onStatus(async (text) => {
    await messageMutex.runExclusive(async () => {
      if (message) {
        message = await message.edit(text);
        return;
      }
      message = await post(text);
    });
  });
}

export class Leader {
  private lease: Lease | undefined;
  private readonly leaseMutex = new Mutex();
  private stopped = false;
  private renewals = 0;
  private readonly renewalsMutex = new Mutex();

  start(lease: Lease): void {
    this.lease = lease;
    setInterval(async () => {
      if (this.stopped) return;
      await this.leaseMutex.runExclusive(async () => {
        if (!this.lease) return;
        try {
          this.lease = await this.lease.extend(1000);
        } catch {
          this.stop();
        }
      });
    }, 500);
    setInterval(async () => {
      await this.renewalsMutex.runExclusive(async () => {
        const { renewals } = this;
        if (!this.stopped) {
          await post(`renewed ${renewals} times`);
          this.renewals = renewals + 1;
          return;
        }
        await post('stopped');
      });
    }, 500);
  }

  private stop(): void {
    this.stopped = true;
    this.lease = undefined;
  }
}
