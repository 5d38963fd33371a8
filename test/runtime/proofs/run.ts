/**
 * `npm run prove:runtime`
 *
 * Drives every primitive through every order of its steps, with four tasks too, which `npm test` leaves out; then breaks
 * one invariant after the other and tells the schedule that fails.
 */
import * as runtime from '../../../runtime/src/index.ts';
import type { Failure } from '../../../runtime/src/testing/index.ts';
import { proofs } from './all.ts';
import { breakages } from './breakages.ts';
import { broken } from './broken.ts';
import { prove } from './proof.ts';

let failed = 0;
let schedules = 0;
const began = performance.now();

console.log('Every order of steps\n');
for (const proof of proofs) {
  try {
    const result = await prove(proof, runtime);
    schedules += result.schedules;
    console.log(`  ✔ ${proof.title}\n      ${result.summary}`);
  } catch (error) {
    failed++;
    console.log(`  ✖ ${proof.title}\n${(error as Error).message}`);
  }
}

console.log('\nWith one invariant broken\n');
for (const breakage of breakages) {
  const proof = proofs.find(({ title }) => title === breakage.proof);
  if (proof === undefined) throw new Error(`There is no proof of "${breakage.proof}".`);
  const failure = await prove(proof, await broken(breakage)).then(
    () => undefined,
    (error) => error.cause as Failure | undefined,
  );
  if (failure === undefined) failed++;
  const found = failure === undefined ? 'NOT FOUND' : `${failure.kind}, replay ${failure.replay}`;
  console.log(`  ${failure === undefined ? '✖' : '✔'} ${breakage.file}: ${breakage.invariant}\n      ${found}`);
}

const seconds = (performance.now() - began) / 1000;
console.log(
  `\n${proofs.length} proofs, ${schedules.toLocaleString('en')} schedules, ${breakages.length} broken invariants, ` +
    `${failed} failed, ${seconds.toFixed(1)} s`,
);
process.exitCode = failed === 0 ? 0 : 1;
