import assert from 'node:assert/strict';
import { check, type Question } from './model-checker.ts';
import {
  breaking,
  remembering,
  renameAside,
  shipped,
  trusting,
  unlinkStale,
  withoutGuard,
  withoutLinks,
} from './protocols.ts';

const size = ({ processes, crashes, rounds }: Omit<Question, 'protocol'>) =>
  `${processes} processes, ${crashes} ${crashes === 1 ? 'crash' : 'crashes'}, ${rounds} acquisitions each`;

describe('the protocol of FileLock, under every order of its file-system calls', function () {
  this.timeout(120_000);

  const whole = [
    { processes: 2, crashes: 0, rounds: 3 },
    { processes: 2, crashes: 2, rounds: 3 },
    { processes: 3, crashes: 1, rounds: 2 },
    { processes: 3, crashes: 2, rounds: 1 },
  ];
  for (const bounds of whole) {
    for (const [name, protocol] of Object.entries({ 'hard links': shipped, 'no hard links': withoutLinks })) {
      it(`never lets two in, always comes to an end and leaves nothing: ${size(bounds)}, ${name}`, () => {
        const { complete, violation, states } = check({ protocol, ...bounds });
        assert.deepEqual({ complete, violation }, { complete: true, violation: undefined });
        assert.ok(states > 100);
      });
    }
  }

  it('finds nothing wrong as far as it looks: 4 processes, 2 crashes', () => {
    const { violation } = check({ protocol: shipped, processes: 4, crashes: 2, rounds: 1, limit: 100_000 });
    assert.equal(violation, undefined);
  });

  it('a lock that is broken under a living owner is lost to nobody else: 3 processes, 1 crash', () => {
    const protocol = [shipped, shipped, breaking('t0')];
    const { complete, violation, states } = check({ protocol, broken: 0, processes: 3, crashes: 1, rounds: 1 });
    assert.deepEqual({ complete, violation }, { complete: true, violation: undefined });
    assert.ok(states > 10_000);
  });

  it('finds that a broken owner who does not look takes the lock of the next one away', () => {
    const protocol = [trusting, shipped, breaking('t0')];
    const { violation } = check({ protocol, broken: 0, processes: 3, crashes: 0, rounds: 1 });
    assert.equal(violation?.what, '1 and 2 are inside at once');
  });

  const broken = {
    'a pid file whose stale form is unlinked by its path': unlinkStale,
    'a pid file whose stale form is renamed aside': renameAside,
    'a takeover without the guard': withoutGuard,
    'a takeover under the guard that does not look again': remembering,
  };
  for (const [title, protocol] of Object.entries(broken)) {
    it(`finds two inside with ${title}`, () => {
      const { violation } = check({ protocol, processes: 3, crashes: 1, rounds: 1 });
      assert.match(violation?.what ?? 'nothing', /are inside at once/);
      assert.ok(violation?.run.some((step) => step.endsWith('crashes')));
    });
  }

  it('finds that nobody can go on where a takeover dies and is never cleared away', () => {
    const { violation } = check({ protocol: { ...shipped, attempt: neverEvict }, processes: 3, crashes: 2, rounds: 1 });
    assert.equal(violation?.what, 'nobody can go on to the end');
  });
});

/** The shipped attempt, to which every owner of a guard seems to live. */
const neverEvict: typeof shipped.attempt = function* (names) {
  const steps = shipped.attempt(names);
  let next = steps.next();
  let listed = false;
  while (!next.done) {
    const [call, path] = next.value;
    const reply: unknown = call === 'judge' && listed ? 'alive' : yield next.value;
    if (call === 'list' && path === names.guard) listed = true;
    next = steps.next(reply);
  }
  return next.value;
};
