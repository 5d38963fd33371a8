/**
 * What the primitives promise, sentence by sentence, and the tests that hold them to it: `[sentence, full title…]`.
 * FileLock and the explorer have test folders of their own.
 */
type Contract = readonly [sentence: string, title: string | RegExp, ...more: (string | RegExp)[]];

const steps = 'the primitives under every order of their steps';

export const contracts: Readonly<Record<string, readonly Contract[]>> = {
  'Every primitive': [
    [
      'Names follow the ecosystem: acquire, tryAcquire, runExclusive, [Symbol.dispose], [Symbol.asyncDispose], signal, reason.',
      'the public vocabulary is the one of the ecosystem: what does the same is called the same',
    ],
    [
      'AbortSignal in: every wait takes one.',
      /^every wait .* rejects with the reason of the signal, in the step of the abort/,
      'CancellationToken follow cancels the present epoch when a signal aborts, and leaves no listener once it is cancelled',
      'TaskGroup an outer cancel aborts the group with the same reason, and run and close reject with it',
    ],
    [
      'AbortSignal out: whatever runs for a primitive is given one.',
      'Lazy callers who leave the last to leave aborts the attempt with its reason, and the next get starts anew',
      'TaskGroup spawn calls the function now, with the signal of the group, and returns a promise of its result',
      'TaskRegistry cancel aborts the signal of that task and of no other, with the reason',
      'CancellationToken each epoch has a fresh AbortSignal, the same for all who ask',
    ],
    [
      'Zero dependencies.',
      'the packed runtime, installed by add-runtime has no dependencies, and imports nothing but its own parts and, where they are for Node, modules of Node',
    ],
    [
      'Errors are typed',
      'errors are one family, told apart by class and by code',
      'errors the list of exported classes is the list tested here',
    ],
    [
      'and carry what the user needs;',
      'Semaphore a timeout names it and how long it waited',
      'KeyedMutex names itself and the key in the error',
      'TaskRegistry idle says in its TimeoutError which tasks still run',
      'TaskGroup the first failure throws an AggregateError of the family, that says how many failed where',
    ],
    [
      'none is thrown from a timer.',
      'a process that uses the runtime sees no unhandled rejection and no thrown error, and is kept alive by no timer',
      'TaskGroup onStuck if it throws, that is a failure of the group: nothing is thrown from a timer',
    ],
    [
      'All waits take { signal, timeout };',
      /^every wait .* rejects with a TimeoutError after `timeout` milliseconds, and leaves no listener$/,
      'contracts every public method that waits is among those tested as a wait',
    ],
    [
      'an abort that lands after success gives the resource back.',
      'Mutex a waiter that leaves an abort after the hand-off, before the caller goes on, gives the lock to the next in line',
      'Semaphore an abort after the hand-off, before the caller goes on, gives the permit to the next in line',
      'KeyedMutex drops the entry after waits that were refused, timed out, aborted, or aborted after the hand-off',
      /^the primitives .* Mutex: an abort \d promise jobs after the hand-off gives the lock back/,
      /^the primitives .* Semaphore of 2: an abort \d promise jobs after the hand-off gives the lock back/,
    ],
    [
      'Re-entry and waiting for oneself are found by opt-in diagnostics on Node, which warn and name the chain.',
      /^diagnostics re-entry is found, and the chain named /,
      /^diagnostics waiting for oneself is found, and the chain named /,
      'diagnostics nothing is left of it when it is switched off',
      'diagnostics of a process tells of locks and groups that were dropped unreleased, by a warning of the process',
    ],
  ],

  TaskGroup: [
    [
      'States open, draining, cancelled, closed.',
      'TaskGroup states open, draining, closed when all goes well',
      'TaskGroup states open, draining, cancelled, closed when it is cancelled during the drain',
    ],
    [
      'close() and cancel(reason) from any task, idempotent, one shared promise: no task affinity.',
      'TaskGroup close and cancel are idempotent and share one promise',
      'TaskGroup close and cancel can be called from any task: of the group, of another, of none',
    ],
    [
      'Entering twice throws at once.',
      'TaskGroup run entering twice throws at once, calling nothing, also after the first has ended',
    ],
    [
      'Spawn after cancel or close throws without calling the function.',
      'TaskGroup spawn after close throws a ClosedError without calling the function, also while tasks still run',
      'TaskGroup spawn after cancel throws the reason without calling the function, so that the spawner ends by the abort',
    ],
    [
      'First failure aborts siblings through group.signal, waits for all,',
      'TaskGroup the first failure aborts the siblings through the signal, waits for all, then throws',
      `${steps} TaskGroup: a failure and a close in whichever order wait for every task, and none starts after`,
    ],
    [
      "then throws an AggregateError (body's error first, then spawn order);",
      'TaskGroup the first failure throws an AggregateError of the family, that says how many failed where',
      "TaskGroup the first failure lists the body's error first, then in the order of spawn, whichever came first",
    ],
    [
      "the group's own abort reason is told apart by identity;",
      "TaskGroup the abort reason is told apart by identity: the group's own is no failure",
    ],
    [
      'a foreign abort is a failure;',
      'TaskGroup the abort reason a foreign abort is a failure, even after the group was cancelled',
    ],
    [
      'an outer cancel that lands during the drain is not lost.',
      'TaskGroup an outer cancel that lands during the drain is not lost, even if no task minds',
    ],
    [
      'Deadlines nest by minimum;',
      'TaskGroup a deadline nests by minimum: an inner group has the earlier of both',
      "TaskGroup a deadline an inner group ends by the outer one's earlier deadline, with the outer one's reason",
    ],
    [
      'a shield is a fresh signal with a deadline.',
      'TaskGroup shield gives a fresh signal, which no cancel of the group aborts',
      'TaskGroup shield aborts with a TimeoutError after its deadline, which is a failure of who does not catch it',
    ],
    [
      'onStuck after graceMs names stuck children (with spawn stacks in diagnostics).',
      'TaskGroup onStuck is told, graceMs after the cancel, the names of the tasks that have not ended',
      'diagnostics onStuck is told where the tasks were spawned',
    ],
    [
      'every(ms, fn) never overlaps itself;',
      'TaskGroup every never overlaps itself, and skips the times that a long run missed',
    ],
    [
      'supervised;',
      'TaskGroup supervised a task that fails does not cancel the others; its error is thrown at the end',
    ],
    ['concurrency limit.', 'TaskGroup limit so many tasks run at a time, and the others follow in order'],
    [
      'No listener left on a parent signal.',
      'TaskGroup an outer cancel leaves no listener on the parent signal once the group has ended, whichever way',
    ],
  ],

  CancellationToken: [
    [
      'One state word, an epoch and a cancelled bit.',
      'CancellationToken is one state: an epoch and whether it is cancelled, and goes forward only',
      'SharedCancellationToken is one state: an epoch and whether it is cancelled, and goes forward only',
    ],
    [
      'cancel and reset are compare-and-swap; the loser gets false.',
      'CancellationToken cancel is made by one: the others get false and change nothing',
      'CancellationToken reset is made by one: the others get false, as does a reset of what is not cancelled',
      'SharedCancellationToken, between threads 8 threads cancel, reset, poll and wait: no lost cancel, no phantom',
    ],
    [
      'snapshot() binds to its epoch: a reset never un-cancels work already begun.',
      'CancellationToken a reset never un-cancels work already begun: its snapshot stays cancelled, with its reason',
      'SharedCancellationToken a reset never un-cancels work already begun: its snapshot stays cancelled, with its reason',
    ],
    [
      'wait() resolves with the epoch and reason captured at the cancel, so cancel-then-reset wakes every waiter.',
      'CancellationToken wait resolves with the epoch and the reason captured at the cancel',
      'CancellationToken a cancel and a reset in one step wake every waiter',
      'SharedCancellationToken a cancel and a reset in one step wake every waiter',
    ],
    [
      'A fresh AbortSignal per epoch.',
      'CancellationToken each epoch has a fresh AbortSignal, the same for all who ask',
    ],
    [
      'The shared form is a 64-bit state in a SharedArrayBuffer',
      'SharedCancellationToken, between threads is 64 bits in a SharedArrayBuffer, and tokens over the same one are one',
    ],
    [
      'with integer reasons:',
      'SharedCancellationToken, between threads reasons are whole numbers from 0 to 65535, 0 if left out',
    ],
    [
      'synchronous polling,',
      'SharedCancellationToken, between threads stops a thread that polls in a loop that never suspends',
    ],
    [
      'waitAsync with one waiter a thread;',
      'SharedCancellationToken, between threads one waiter a thread, however many wait',
    ],
    [
      'without shared memory it throws and says why.',
      'SharedCancellationToken, between threads without shared memory it throws and says why',
      'the runtime in Chromium works without cross-origin isolation; only the shared token throws, and says why',
    ],
  ],

  TaskRegistry: [
    [
      'track(promiseOrFn, { id }) registers before the function runs;',
      'TaskRegistry track registers before the function runs, which it calls synchronously',
    ],
    [
      'same id: reject, join or replace;',
      'TaskRegistry a duplicate id reject, the default, throws a DuplicateIdError and calls nothing',
      'TaskRegistry a duplicate id join returns the promise of the running task and calls nothing',
      'TaskRegistry a duplicate id replace aborts the older task, gives the id to the newer, and idle waits for both',
    ],
    [
      'removal compares identity.',
      'TaskRegistry track an older task that ends never deletes a newer one of the same id',
      `${steps} TaskRegistry: an id belongs to the newest task that has it, and the end of an older one does not take it`,
    ],
    [
      'idle() waits until empty, late tasks included, and stays open;',
      'TaskRegistry idle waits until nothing runs, late tasks included, and stays open',
      `${steps} TaskRegistry: idle waits for all, late ones included, and hands over every failure once`,
    ],
    [
      "close({ late: 'wait' | 'reject' }) closes, then ends when empty.",
      'TaskRegistry close with late: wait takes late tasks until nothing runs, and none after',
      'TaskRegistry close with late: reject throws at once, calls nothing, and still waits for what runs',
      `${steps} TaskRegistry: nothing begins after close has ended, and what is refused is not called`,
      `${steps} TaskRegistry: with \`late: reject\`, nothing begins after close was called`,
    ],
    [
      'Errors are observed and returned.',
      'TaskRegistry idle hands the failures over once, and to all who wait at the same time',
      'a process that uses the runtime sees no unhandled rejection and no thrown error, and is kept alive by no timer',
    ],
    [
      'cancel(id) of an unknown id is false;',
      'TaskRegistry cancel of an unknown id, of one that has ended, and of a promise is false',
    ],
    [
      'a cancelled request writes no reply.',
      'TaskRegistry cancel a cancelled request writes no reply, though what it waited for took no signal',
    ],
  ],

  'Mutex, KeyedMutex, Semaphore, Lazy, KeyedLazy': [
    [
      'Direct hand-off',
      'Mutex hands the lock over in the step of the release: it is never free in between and nobody barges in',
      'Semaphore hands a permit over in the step of the release: it is never free in between and nobody barges in',
      'KeyedMutex hands a key over in the step of the release, in the order of the calls, and nobody barges in',
    ],
    [
      'in order,',
      'Mutex serves waiters in the order of their calls',
      'Semaphore serves waiters in the order of their calls',
      `${steps} Mutex: exclusion, first come first served`,
      `${steps} Semaphore of 2: exclusion, first come first served`,
    ],
    ['O(1) abort.', 'every wait is left in constant time: only the neighbours in line are touched, however long it is'],
    [
      'Lazy: get(init?), peek, reset, set;',
      "Lazy uses the constructor's init when get brings none, and that of get first",
      'Lazy peek, settled and pending tell the state without starting anything',
      'Lazy reset and set reset forgets the value, so that the next get makes a new one',
      'Lazy reset and set set stores a value and detaches the attempt under way',
      'KeyedLazy delete and clear forget values and detach attempts, whose waiters still get their result',
    ],
    [
      'a rejected attempt clears only itself;',
      'Lazy a failed attempt clears only itself, never a newer attempt or value',
      'KeyedLazy a failed attempt leaves no entry, and never clears a newer one of its key',
      `${steps} Lazy: an attempt that was detached never touches a newer attempt or value`,
    ],
    [
      'the last waiter to leave aborts the attempt.',
      'Lazy callers who leave the last to leave aborts the attempt with its reason, and the next get starts anew',
      'KeyedLazy the last caller of a key to leave aborts its attempt and leaves no entry',
      `${steps} Lazy: who leaves does not disturb the others; the last one to leave aborts the attempt`,
    ],
  ],
};
