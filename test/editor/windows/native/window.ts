import type { WindowSpec } from '../../window.ts';

export default { settings: { 'js/ts.experimental.useTsgo': true } } satisfies WindowSpec;
