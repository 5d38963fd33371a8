import { groups } from './groups.ts';
import { lazies } from './lazies.ts';
import { locks } from './locks.ts';
import type { Proof } from './proof.ts';
import { registry } from './registry.ts';

export const proofs: readonly Proof[] = [...locks, ...lazies, ...registry, ...groups];
