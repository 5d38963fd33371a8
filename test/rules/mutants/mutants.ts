/** Every way to break the fixed programs of rules by one step: each gives a program that is racy again. */
import { type Fixture, fixturesOf } from '../find.ts';
import { detailOperators } from './operators/details.ts';
import { lazyOperators } from './operators/lazies.ts';
import { lockOperators } from './operators/locks.ts';
import { orderOperators } from './operators/order.ts';
import { ownOperators } from './operators/own.ts';
import { registryOperators } from './operators/registries.ts';
import { apply, type Operator, Program } from './program.ts';

export const operators: readonly Operator[] = [
  ...lockOperators,
  ...lazyOperators,
  ...registryOperators,
  ...orderOperators,
  ...ownOperators,
  ...detailOperators,
];

export interface Mutant {
  readonly rule: string;
  readonly fixture: Fixture;
  readonly operator: string;
  /** From 1, in `fixed`, where the first edit is. */
  readonly line: number;
  readonly text: string;
}

/** @param mainOnly without the cases of rules */
export function mutantsOf(rules: readonly string[], { mainOnly = false } = {}): Mutant[] {
  return rules.flatMap((rule) =>
    (mainOnly ? fixturesOf(rule).slice(0, 1) : fixturesOf(rule)).flatMap((fixture) => broken(rule, fixture)),
  );
}

function broken(rule: string, fixture: Fixture): Mutant[] {
  // What has compiler options of its own would be a project for each mutant.
  if (!fixture.fixed || fixture.tsconfig) return [];
  const { name, expected } = fixture.fixed;
  const program = new Program(name, expected.text);
  const known = new Set([expected.text]);
  return operators.flatMap((operator) =>
    [...operator.mutants(program)].flatMap((edits) => {
      const text = apply(expected.text, edits);
      if (known.has(text)) return [];
      known.add(text);
      const line = expected.text.slice(0, Math.min(...edits.map(({ start }) => start))).split('\n').length;
      return [{ rule, fixture, operator: operator.name, line, text }];
    }),
  );
}
