import type { Diagnosis } from './diagnosis.ts';

/** Objects that have to be given back, watched by the garbage collector. */
export interface Dropped {
  /** From now on it counts as dropped if it is collected. `what` must not hold it. */
  watch(object: object, what: string): void;
  /** It was given back. */
  forget(object: object): void;
}

export function dropped(tell: (diagnosis: Diagnosis) => void): Dropped {
  const collected = new FinalizationRegistry<string>((message) => tell({ code: 'RACEGUARD_DROPPED', message }));
  const watched = new WeakSet<object>();
  return {
    watch(object, what) {
      if (watched.has(object)) return;
      watched.add(object);
      collected.register(object, what, object);
    },
    forget(object) {
      watched.add(object); // for good: a group that is closed may be used once more
      collected.unregister(object);
    },
  };
}
