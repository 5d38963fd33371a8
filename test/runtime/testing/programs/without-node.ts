// What a browser lacks is taken away before the explorer loads. Prints what it finds all the same.
const host = globalThis as Record<string, unknown>;
for (const name of process.argv.slice(2)) {
  if (name === 'getBuiltinModule') Object.assign(process, { getBuiltinModule: undefined });
  else delete host[name];
}
const { explore } = await import('../../../../runtime/src/testing/index.ts');
const { randomProgram } = await import('../random-programs.ts');
const { Mutex } = await import('../../../../runtime/src/index.ts');

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
console.log(
  JSON.stringify({ complete, orders, same: (await ends(true)) === (await ends(false)), failure: failure?.text }),
);
