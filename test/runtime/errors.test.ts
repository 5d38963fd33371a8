import assert from 'node:assert/strict';
import * as runtime from '../../runtime/src/index.ts';

const MADE = [
  new runtime.TimeoutError(5, 'm'),
  new runtime.ClosedError('m'),
  new runtime.DuplicateIdError('id', 'm'),
  new runtime.ReplacedError('id', 'm'),
  new runtime.ArgumentError('m'),
  new runtime.CancelledError('m'),
  new runtime.TaskGroupError([], undefined, 'm'),
];

describe('errors', () => {
  it('are one family, told apart by class and by code', () => {
    for (const error of MADE) assert.ok(error instanceof runtime.RaceguardError && error instanceof Error);
    assert.deepEqual(
      MADE.map(({ code }) => code),
      ['TIMEOUT', 'CLOSED', 'DUPLICATE_ID', 'REPLACED', 'ARGUMENT', 'CANCELLED', 'TASKS_FAILED'].map(
        (code) => `RACEGUARD_${code}`,
      ),
    );
  });

  it('have their name in the stack, and no own property for it', () => {
    for (const error of MADE) {
      assert.ok(error.stack?.startsWith(`${error.name}: m`), error.stack);
      assert.equal(Object.hasOwn(error, 'name'), false);
    }
    assert.equal(new runtime.ReplacedError('id', 'm').name, 'AbortError');
  });

  it('the list of exported classes is the list tested here', () => {
    const classes = Object.keys(runtime).filter((name) => name.endsWith('Error') && name !== 'RaceguardError');
    assert.deepEqual(classes.sort(), MADE.map((error) => error.constructor.name).sort());
  });

  it('tools can tell the objects apart by their tag, and Vue leaves them unwrapped', () => {
    const { Lazy, KeyedLazy, Mutex, KeyedMutex, Semaphore, TaskGroup, TaskRegistry, CancellationToken } = runtime;
    const tags = [
      new Lazy(),
      new KeyedLazy(),
      new Mutex(),
      new KeyedMutex(),
      new Semaphore(1),
      new TaskGroup(),
      new TaskRegistry(),
      new CancellationToken(),
      new runtime.SharedCancellationToken(),
    ].map(String);
    assert.deepEqual(
      tags,
      [
        'Lazy',
        'KeyedLazy',
        'Mutex',
        'KeyedMutex',
        'Semaphore',
        'TaskGroup',
        'TaskRegistry',
        'CancellationToken',
        'SharedCancellationToken',
      ].map((name) => `[object ${name}]`),
    );
  });
});
