import type { WindowSpec } from '../../window.ts';

export default { roots: [] } satisfies WindowSpec;
