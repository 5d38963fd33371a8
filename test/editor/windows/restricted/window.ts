import type { WindowSpec } from '../../window.ts';

export default { trusted: false } satisfies WindowSpec;
