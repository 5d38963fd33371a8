import type { WindowSpec } from '../../window.ts';

export default { settings: { 'raceguard.engine': 'process' } } satisfies WindowSpec;
