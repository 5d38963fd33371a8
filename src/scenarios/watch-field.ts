import { Lazy, TaskRegistry } from '../../runtime/src/index.ts';
import type { Trial } from '../../runtime/src/testing/index.ts';

/**
 * Watches a field of the program, a TypeScript `private` one too. Where fix-all has put a primitive there, which stays
 * the same object, what it holds is shown as well.
 *
 * @param name what the timeline calls it
 */
export function watchField(t: Trial, object: object, key: string, name = key): void {
  const value: unknown = Reflect.get(object, key);
  t.watch(object, key, name);
  if (value instanceof TaskRegistry) t.watch(`${name}.size`, () => value.size);
  if (value instanceof Lazy) {
    t.watch(`${name}.pending`, () => value.pending);
    t.watch(`${name}.settled`, () => value.settled);
  }
}
