import type { WindowSpec } from '../../window.ts';

export default { roots: ['one', 'two', 'three'] } satisfies WindowSpec;
