/** Every rule's proof: `bad` fails under some schedule, as the proof says, and `fixed` passes under every one. */
import { deepEqual, match, ok, rejects } from 'node:assert/strict';
import { ruleIds } from './find.ts';
import type { Proof } from './proofs/proof.ts';
import { missingProof, proofsOf, prove } from './proofs/prove.ts';

describe('proofs of rules', function () {
  this.timeout(60_000);

  for (const rule of ruleIds()) {
    describe(rule, () => {
      it('has a proof, and each holds', async () => {
        const proofs = await proofsOf(rule);
        ok(proofs, missingProof(rule));
        for (const proof of proofs) await prove(rule, proof, { schedules: 5_000, random: 200 });
      });
    });
  }
});

describe('the frame of proofs', () => {
  type Subject = typeof import('../../src/rules/lazy-init-race/bad.ts');
  const metrics = (change: Partial<Proof<Subject>>): Proof => ({
    hazard: 'two connections',
    failure: /2 connections/,
    async program(t, load) {
      let connections = 0;
      const { getMetrics } = load({ connect: t.wrap(() => ({ no: ++connections }), { name: 'connect' }) });
      for (const name of ['A', 'B']) t.task(name, getMetrics);
      await t.all();
      deepEqual(connections, 1, `${connections} connections`);
    },
    ...change,
  });
  const refused = (change: Partial<Proof<Subject>>, said: RegExp) =>
    rejects(prove('lazy-init-race', metrics(change)), ({ message }: Error) => {
      match(message, /src\/rules\/lazy-init-race\/proof\.ts, "two connections": /);
      match(message, said);
      return true;
    });

  it('tells the schedule that fails, and that all are well after the fix', async () => {
    const { failure, schedules, fixed } = await prove('lazy-init-race', metrics({}));
    match(failure.replay, /^rg1-/);
    match(failure.message, /2 connections/);
    deepEqual([schedules > 1, fixed.complete, fixed.failing], [true, true, 0]);
  });

  it('refuses a drive that does not reach the race', () =>
    refused({ program: (_, load) => load().getMetrics.length }, /bad\.ts passes.*Drive it to where it goes wrong/));

  it('refuses a failure of another kind', () => refused({ failure: /deadlock/ }, /must fail by \/deadlock\/, but:/));

  it('says which collaborator a program lacks', () =>
    refused({ program: (_, load) => load().getMetrics() }, /bad\.ts only declares `connect`/));

  it('refuses a drive that fails after the fix too', () =>
    refused(
      {
        failure: /fails/,
        program: () => {
          throw new Error('it always fails');
        },
      },
      /fixed\.ts fails:[\s\S]*it always fails/,
    ));
});
