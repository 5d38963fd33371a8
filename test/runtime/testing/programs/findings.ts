import { Mutex } from '../../../../runtime/src/index.ts';
import { explore } from '../../../../runtime/src/testing/index.ts';
import { randomProgram } from '../random-programs.ts';

/** What the explorer finds in some programs. It must be the same in every engine. */
export async function findings(): Promise<object> {
  let orders = 0;
  const { complete } = await explore(
    async (t) => {
      for (const name of ['A', 'B', 'C']) {
        t.task(name, async () => {
          for (let n = 0; n < 2; n++) {
            for (let hop = 0; hop < 20; hop++) await undefined;
            await t.step();
          }
        });
      }
      await t.all();
    },
    { onSchedule: ({ phase }) => (orders += Number(phase === 'every order')) },
  );

  // A waiter that is woken in another's step, and whose next step can only be guessed to be its own.
  const ends = async (reduction: boolean) => {
    const found = new Set<string>();
    await explore(
      async (t) => {
        const mutex = new Mutex();
        let written = '';
        for (const name of ['A', 'B', 'C']) {
          t.task(name, async () => {
            await t.step('lock', ['mutex']);
            const handle = await mutex.acquire();
            await t.step('write', name === 'C' ? ['other'] : ['text']);
            written += name;
            await t.step('unlock', ['mutex']);
            handle.release();
          }, []);
        }
        await t.all();
        return written;
      },
      { reduction, keepGoing: true, random: 0, onSchedule: ({ outcome }) => found.add(String(outcome)) },
    );
    return [...found].sort().join();
  };

  const { program } = randomProgram(7, { extras: ['lock', 'wrapped'], tasks: 2, ops: 2 });
  const { failure } = await explore(program);
  const same = (await ends(true)) === (await ends(false));
  return { complete, orders, same, ...(failure === undefined ? {} : { failure: failure.text }) };
}
