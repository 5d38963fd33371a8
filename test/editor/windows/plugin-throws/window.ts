import { appendFileSync } from 'node:fs';
import { join } from 'node:path';
import { pluginName } from '../../../../src/protocol/plugin.ts';
import type { WindowSpec } from '../../window.ts';

/** Its handlers throw where the request is about a file that is named after that. */
const throwing = `
;(() => {
  const init = module.exports;
  module.exports = (modules) => {
    const plugin = init(modules);
    return {
      ...plugin,
      create(info) {
        const { session } = info;
        const add = session?.addProtocolHandler;
        if (add) session.addProtocolHandler = (name, handler) =>
          add.call(session, name, (request) => {
            if (JSON.stringify(request.arguments).includes('throws.ts')) throw new Error('made to throw');
            return handler(request);
          });
        try {
          return plugin.create(info);
        } finally {
          if (add) session.addProtocolHandler = add;
        }
      },
    };
  };
})();
`;

export default {
  alter: (folder) => appendFileSync(join(folder, 'node_modules', pluginName, 'index.js'), throwing),
} satisfies WindowSpec;
