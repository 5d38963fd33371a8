import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { capacity, emptyStrip, type Strip, withMarks } from '../../../src/extension/scenarios/strip.ts';

const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
const runs = fc.array(fc.tuple(fc.integer({ min: 1, max: 5000 }), fc.constantFrom('.', 'x')), { maxLength: 40 });
const written = (all: [number, string][]) => all.map(([n, sign]) => `${n}${sign}`).join('');

describe('the strip of schedules', () => {
  it('has a cell for each at first', () => {
    deepEqual(withMarks(emptyStrip, '2.1x3.'), { span: 1, failed: [0, 0, 1, 0, 0, 0], schedules: 6 });
  });

  it('halves its resolution when it is full, and loses no failure', () => {
    const full = withMarks(emptyStrip, `${capacity - 1}.1x`);
    equal(full.failed.length, capacity);
    const more = withMarks(full, '1x');
    equal(more.span, 2);
    equal(more.failed.length, capacity / 2 + 1);
    deepEqual(more.failed.slice(-2), [1, 1]);
    equal(more.schedules, capacity + 1);
  });

  it('stays as small as it is through 100,000 schedules', () => {
    let strip: Strip = emptyStrip;
    for (let n = 0; n < 1000; n++) strip = withMarks(strip, '99.1x');
    equal(strip.schedules, 100_000);
    equal(sum(strip.failed), 1000);
    ok(strip.failed.length <= capacity);
  });

  it('holds what the marks say, whatever their order', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const { span, failed, schedules } = withMarks(emptyStrip, written(all));
        equal(schedules, sum(all.map(([n]) => n)));
        equal(sum(failed), sum(all.map(([n, sign]) => (sign === 'x' ? n : 0))));
        equal(failed.length, Math.ceil(schedules / span));
        ok(failed.length <= capacity && failed.every((n) => n <= span));
      }),
    );
  });

  it('is the same whether its marks come at once or one after the other', () => {
    fc.assert(
      fc.property(runs, (all) => {
        const stepwise = all.reduce((strip, one) => withMarks(strip, written([one])), emptyStrip);
        deepEqual(stepwise, withMarks(emptyStrip, written(all)));
      }),
    );
  });

  it('makes nothing up from what are no marks', () => {
    for (const marks of ['', 'x', '.', 'abc', '12', '-3x', '99999999999999999999.'])
      deepEqual(withMarks(emptyStrip, marks), emptyStrip);
    equal(withMarks(emptyStrip, '2.?3.').schedules, 2);
  });
});
