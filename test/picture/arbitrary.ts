/** Any picture: of few lanes and locations, of many, with anything as text. */
import fc from 'fast-check';
import type { Picture, PictureAccess, PictureStep } from '../../src/protocol/runner.ts';
import { picture, type Told } from './samples.ts';

/** `RUNS=2000` for more, of other pictures. */
export const runs = process.env.RUNS ? { numRuns: Number(process.env.RUNS) } : { numRuns: 60, seed: 1 };

const text = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: 'grapheme', maxLength: 300 }),
  fc.constantFrom('starts', 'connect answers', '<b>&amp;</b>', '\u202eabc\u0000', 'שלום', '漢字'.repeat(30), '👩‍👩‍👧'),
);

export const anyPicture: fc.Arbitrary<Picture> = fc
  .record({
    lanes: fc.uniqueArray(text, { minLength: 1, maxLength: 9 }),
    watched: fc.uniqueArray(
      text.filter((name) => name !== '__proto__'),
      { maxLength: 4 },
    ),
  })
  .chain(({ lanes, watched }) => {
    const use = fc.tuple(fc.boolean(), fc.nat({ max: Math.max(0, watched.length - 1) }), text);
    const told: fc.Arbitrary<Told> = fc
      .record({
        task: fc.constantFrom(...lanes),
        label: text,
        detail: fc.option(text, { nil: undefined }),
        line: fc.option(fc.integer({ min: 1, max: 20_000 }), { nil: undefined }),
        switched: fc.boolean(),
        at: fc.nat({ max: 9 }),
        values: fc.array(text, { maxLength: 5 }),
        uses: fc.array(use, { maxLength: watched.length === 0 ? 0 : 9 }),
      })
      .map(({ detail, line, uses, ...one }) => ({
        ...one,
        ...(detail === undefined ? {} : { detail }),
        ...(line === undefined ? {} : { line }),
        does: uses.map(([read, n, value]) => (read ? `reads ${n}` : `writes ${n} = ${value}`)),
      }));
    return fc
      .record({
        told: fc.array(told, { maxLength: 40, size: 'medium' }),
        failure: fc.option(
          fc.record({
            kind: fc.constantFrom('error' as const, 'invariant' as const, 'deadlock' as const, 'leak' as const),
            message: text,
            waiting: fc.subarray(lanes),
          }),
        ),
        opening: fc.array(text, { maxLength: 3 }),
        others: fc.array(fc.option(fc.constantFrom(...lanes), { nil: undefined }), { minLength: 1, maxLength: 20 }),
      })
      .map(({ told, failure, opening, others }) => {
        let at = 0;
        const later = told.map((one) => {
          at += one.at!;
          return { ...one, at };
        });
        const made = picture(Object.fromEntries(watched.map((name) => [name, 'unset'])), later, failure, opening);
        return { ...made, steps: made.steps.map((step) => ofOthers(step, others)) };
      });
  });

/** As where code of another task runs in a step. */
function ofOthers(step: PictureStep, others: readonly (string | undefined)[]): PictureStep {
  // A change may also come without an access that tells of it.
  const told = step.n % 3 === 0 ? [] : step.accesses;
  const accesses = told.map((access, n): PictureAccess => {
    const task = others[(step.n + n) % others.length];
    return task === undefined || task === step.task ? access : { ...access, task };
  });
  return { ...step, accesses };
}
