import assert from 'node:assert/strict';
import * as runtime from '../../../runtime/src/index.ts';
import type { Failure } from '../../../runtime/src/testing/index.ts';
import { proofs } from './all.ts';
import { breakages } from './breakages.ts';
import { broken } from './broken.ts';
import { prove } from './proof.ts';

describe('the primitives under every order of their steps', () => {
  for (const proof of proofs) {
    if (proof.long) continue;
    it(proof.title, async () => {
      await prove(proof, runtime);
    });
  }
});

describe('the primitives with one invariant broken', () => {
  for (const breakage of breakages) {
    it(`${breakage.file}: without "${breakage.invariant}" a proof fails, and its schedule replays`, async () => {
      const proof = proofs.find(({ title }) => title === breakage.proof);
      assert.ok(proof, breakage.proof);
      const module = await broken(breakage);
      const failed = await prove(proof, module).catch((error) => error.cause as Failure | undefined);
      assert.ok(failed && 'replay' in failed, 'every order was well');
      const again = await prove(proof, module, { replay: failed.replay }).catch((error) => error.cause as Failure);
      assert.equal((again as Failure).kind, failed.kind);
      await prove(proof, runtime);
    });
  }
});
