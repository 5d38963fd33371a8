import { equal } from 'node:assert/strict';
import type { Trial } from '../../../runtime/src/testing/index.ts';
import type { Proof } from '../../../test/rules/proofs/proof.ts';
import type { Channel, Socket } from './bad.ts';

type Subject = typeof import('./bad.ts');
type Handler = (text: string) => void;

export const proofs: readonly Proof<Subject>[] = [
  {
    hazard: 'a reader that has enough leaves its listener on the channel',
    failure: /1 listeners are left/,
    async program(t, load) {
      const { Feed } = load({ connect: t.wrap(async () => {}, { name: 'connect' }) });
      const channel = new Listeners();
      const feed = new Feed(channel);
      const wait = t.wrap(
        async () => {
          channel.send('news');
          return true;
        },
        { name: 'wait' },
      );
      t.task('A', () => first(feed.messages(wait)));
      await t.all();
      equal(channel.handlers.size, 0, `${channel.handlers.size} listeners are left`);
    },
  },
  {
    hazard: 'a reader that has enough leaves its socket open',
    failure: /a socket is left open/,
    async program(t, load) {
      const open = new Set<Socket>();
      const connect = () => {
        const socket: Socket = { next: async () => 'line', close: async () => void open.delete(socket) };
        open.add(socket);
        return socket;
      };
      const { Feed } = load({ connect: t.wrap(connect) });
      const feed = new Feed(new Listeners());
      for (const name of ['A', 'B']) t.task(name, () => first(feed.lines('tcp://news')));
      await t.all();
      equal(open.size, 0, 'a socket is left open');
    },
  },
  {
    hazard: 'a reader that reads on in its own loop waits for itself',
    failure: /deadlock: .*A/,
    async program(t, load) {
      const feed = new (load(world(t)).Feed)(new Listeners());
      const read = t.wrap(async () => 'page', { name: 'read' });
      t.task('A', async () => {
        for await (const page of feed.pages(read)) {
          await first(feed.pages(read));
          if (page) break;
        }
      });
      await t.all();
    },
  },
  {
    hazard: 'a reader that has enough waits for a task that never ends',
    failure: /deadlock: .*A/,
    async program(t, load) {
      const feed = new (load(world(t)).Feed)(new Listeners());
      const beat = (signal: AbortSignal) =>
        new Promise<void>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
      t.task('A', () =>
        first(
          feed.both(
            t.wrap(async () => 'one', { name: 'one' }),
            beat,
          ),
        ),
      );
      await t.all();
    },
  },
];

function world(t: Trial) {
  return { connect: t.wrap(async () => {}, { name: 'connect' }) };
}

/** Takes one, and leaves the loop. */
async function first(texts: AsyncIterable<string>): Promise<string | undefined> {
  for await (const text of texts) return text;
  return undefined;
}

class Listeners implements Channel {
  readonly handlers = new Set<Handler>();

  on(_: 'message', handler: Handler): void {
    this.handlers.add(handler);
  }

  off(_: 'message', handler: Handler): void {
    this.handlers.delete(handler);
  }

  send(text: string): void {
    for (const handler of this.handlers) handler(text);
  }
}
