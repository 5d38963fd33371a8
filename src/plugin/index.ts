/** What tsserver loads: the plugin with all rules. The build makes `init` the module itself, as tsserver wants it. */
import { rules } from '../rules/index.ts';
import { makePlugin } from './plugin.ts';

export const init = makePlugin(rules);
