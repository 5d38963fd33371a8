import { deepEqual, equal, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { columns, plain } from '../../src/picture/fit.ts';
import { type Layout, layout } from '../../src/picture/index.ts';
import { COLUMN } from '../../src/picture/metrics.ts';
import type { Picture } from '../../src/protocol/runner.ts';
import { anyPicture, runs } from './arbitrary.ts';
import { lazyClient, long, lostUpdate, picture, sourceOf } from './samples.ts';

describe('layout of a picture', function () {
  this.timeout(60_000);
  const forAll = (holds: (placed: Layout, picture: Picture) => void): void => {
    for (const picture of [lostUpdate, lazyClient, long]) holds(layout(picture), picture);
    fc.assert(
      fc.property(anyPicture, fc.integer({ min: 200, max: 2000 }), fc.boolean(), (picture, width, coded) => {
        holds(layout(picture, { width, title: 'T', ...(coded ? { source: sourceOf } : {}) }), picture);
      }),
      runs,
    );
  };

  it('draws every step once, in its lane, and time goes on', () => {
    forAll(({ steps, lanes, end }, picture) => {
      deepEqual(
        steps.map(({ n }) => n),
        picture.steps.map(({ n }) => n),
      );
      let y = 0;
      for (const { n, lane, block } of steps) {
        ok(block.y >= y, `step ${n} begins before the one above has ended`);
        y = block.y + block.height;
        if (lane === undefined) equal(n, steps.length);
        else equal(lanes[lane]!.name, picture.steps[n - 1]!.task);
      }
      ok(end.y >= y);
    });
  });

  it('lets nothing overlap or leave the picture', () => {
    forAll(({ width, height, lanes, values, steps, end, gaps }) => {
      let x = 0;
      for (const one of [...values, ...lanes]) {
        ok(one.x >= x, `${one.name} begins left of where the one before has ended`);
        x = one.x + one.width;
      }
      ok(x <= width && end.x + end.width <= width && end.y + end.height <= height);
      for (const { lane, block } of steps) {
        const [first, last] = lane === undefined ? [lanes[0]!, lanes.at(-1)!] : [lanes[lane]!, lanes[lane]!];
        deepEqual([block.x, block.x + block.width], [first.x, last.x + last.width]);
      }
      for (const { lane, label } of gaps) {
        const { x, width } = lanes[lane]!;
        if (label) ok(label.x >= x && label.x + columns(label.text) * COLUMN <= x + width + COLUMN * 2);
      }
    });
  });

  it('keeps texts in their blocks, and tells all of what it cuts', () => {
    forAll(({ steps, lanes, values }) => {
      for (const { block } of steps) {
        for (const { x, y, parts, right } of block.lines) {
          const text = parts.map((part) => part.text).join('') + (right === undefined ? '' : ` ${right}`);
          ok(x >= block.x && x + columns(text) * COLUMN <= block.x + block.width, text);
          ok(y > block.y && y < block.y + block.height);
        }
      }
      for (const { shown, width } of [
        ...lanes,
        ...values,
        ...values.flatMap((one) => one.spans.map((span) => ({ ...span, width: one.width }))),
      ]) {
        ok(columns(shown) * COLUMN <= width, shown);
      }
    });
  });

  it('joins accesses of two lanes to one location, by lines that cross no block', () => {
    forAll(({ links, steps }, picture) => {
      for (const { from, to, watched, kind, points } of links) {
        const [first, second] = [from, to].map((spot) => picture.steps[spot.step - 1]!);
        ok(from.step < to.step);
        const uses = [
          { step: first!, access: from.access },
          { step: second!, access: to.access },
        ].map(({ step, access }) =>
          access === undefined ? { task: step.task } : { task: step.task, ...step.accesses[access]! },
        );
        ok(uses[0]!.task !== uses[1]!.task);
        const told = uses.filter((use) => 'kind' in use);
        for (const use of told) equal(use.watched, watched);
        ok(told.some((use) => use.kind === 'write'));
        if (from.access === undefined) equal(kind, 'stale');
        if (to.access === undefined) equal(kind, 'act');
        for (const [n, [x2, y2]] of points.slice(1).entries()) {
          const [x1, y1] = points[n]!;
          ok(x1 === x2 || y1 === y2);
          for (const { n, block } of steps) {
            const apart =
              Math.max(x1, x2) <= block.x ||
              Math.min(x1, x2) >= block.x + block.width ||
              Math.max(y1, y2) <= block.y ||
              Math.min(y1, y2) >= block.y + block.height;
            ok(apart, `the line from ${from.step} to ${to.step} crosses step ${n}`);
          }
        }
      }
    });
  });

  it('lets no line to an access run through a text', () => {
    forAll(({ links, gaps }) => {
      for (const { from, to, points } of links) {
        if (from.access === undefined || to.access === undefined) continue;
        for (const { label } of gaps) {
          const crossed = points.slice(1).some(([x2, y2], n) => {
            const [x1, y1] = points[n]!;
            const right = label ? label.x + columns(label.text) * COLUMN : 0;
            return (
              label &&
              y1 === y2 &&
              y1 > label.y - 9 &&
              y1 < label.y + 3 &&
              Math.max(x1, x2) > label.x &&
              Math.min(x1, x2) < right
            );
          });
          ok(!crossed, `the line from ${from.step} to ${to.step} crosses "${label?.text}"`);
        }
      }
    });
  });

  it('shows a value that is gone again within a step', () => {
    const told = [
      { task: 'A', does: ['writes 0 = true', 'reads 0', 'writes 0 = false'] },
      { task: 'B' },
      { task: 'A' },
    ];
    const [track] = layout(picture({ cancelled: 'false' }, told)).values;
    deepEqual(
      track!.spans.map(({ value, step }) => [step, value]),
      [
        [0, 'false'],
        [1, 'true'],
        [1, 'false'],
      ],
    );
  });

  it('shows at every height of a track the value that the location has there', () => {
    forAll(({ values, steps }, picture) => {
      for (const { watched, spans } of values) {
        for (const [n, span] of spans.entries()) {
          ok(span.height >= 16, 'no room for the value');
          if (n > 0) equal(span.y, spans[n - 1]!.y + spans[n - 1]!.height);
        }
        for (const { n, block } of steps) {
          const span = spans.findLast(({ y }) => y <= block.y + block.height)!;
          equal(span.value, plain(picture.steps[n - 1]!.shared[watched]!));
        }
      }
    });
  });
});
