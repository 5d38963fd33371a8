import { pluginName } from '../src/protocol/plugin.ts';

/** Bytes that files of the extension may have, by path in its package: they are read before a first finding can come. */
export const limits: Readonly<Record<string, number>> = {
  'dist/extension.cjs': 200_000,
  'dist/panel/panel.js': 100_000,
  [`node_modules/${pluginName}/index.js`]: 512 * 1024,
};
