import type { WindowSpec } from '../../window.ts';

// The dialog of the editor itself, which keys and the page reach.
export default {
  settings: { 'files.simpleDialog.enable': true },
} satisfies WindowSpec;
