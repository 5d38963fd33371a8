// The same two tests under any runner that gives `it`.
import { exploring } from '../../../../runtime/src/testing/index.ts';

type It = (name: string, test: (this: never, ...args: never[]) => Promise<void>) => unknown;

export function tests(it: It): void {
  for (const right of [true, false]) {
    it(
      right ? 'passes' : 'fails',
      exploring(async (t) => {
        let value = 0;
        for (const name of ['A', 'B', 'C']) {
          t.task(name, async (me) => {
            const seen = value;
            for (let n = 0; n < 3; n++) await me.step('adds');
            value = (right ? value : seen) + 1;
          });
        }
        await t.all();
        if (value !== 3) throw new Error(`${value} instead of 3`);
      }),
    );
  }
}
