import { deepEqual, equal } from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { buildFacts } from '../../../src/core/facts/build.ts';
import { importRuntime } from '../../../src/core/rewrite/imports.ts';
import type { SourceTree } from '../../../src/core/syntax.ts';
import { parse } from '../../support/parse.ts';

function add(text: string, name = 'Lazy', options: Partial<SourceTree> & { fileName?: string } = {}) {
  const tree = { ...parse(text, options.fileName), ...options };
  const found = importRuntime(buildFacts(tree), name);
  return found && { local: found.local, text: applyEdits(text, found.edits) };
}

const code = (text: string, options?: Parameters<typeof add>[2]) => add(text, 'Lazy', options)?.text;

describe('imports of the runtime: a new one', () => {
  it('goes after the last import, in the quotes and with the semicolons of the file', () => {
    equal(
      code(`import a from "a"\nimport b from "b"\n\na(b)\n`),
      `import a from "a"\nimport b from "b"\nimport { Lazy } from "@raceguard/runtime"\n\na(b)\n`,
    );
    equal(
      code(`import a from 'a'; // why\na();\n`),
      `import a from 'a'; // why\nimport { Lazy } from '@raceguard/runtime';\na();\n`,
    );
    equal(code(`import a from 'a'; a();\n`), `import a from 'a';\nimport { Lazy } from '@raceguard/runtime'; a();\n`);
    equal(
      code(`import {\n  a,\n} from 'a';\nexport * from 'b';\na();\n`),
      `import {\n  a,\n} from 'a';\nimport { Lazy } from '@raceguard/runtime';\nexport * from 'b';\na();\n`,
    );
  });

  it('goes to the head of a file without imports, under what belongs to the file', () => {
    equal(code(`export const a = 1;\n`), `import { Lazy } from '@raceguard/runtime';\n\nexport const a = 1;\n`);
    equal(
      code(`/** Of a. */\nexport const a = 1;\n`),
      `import { Lazy } from '@raceguard/runtime';\n\n/** Of a. */\nexport const a = 1;\n`,
    );
    equal(
      code(`/* Of the file. */\n\n/** Of a. */\nexport const a = 1;\n`),
      `/* Of the file. */\nimport { Lazy } from '@raceguard/runtime';\n\n/** Of a. */\nexport const a = 1;\n`,
    );
    equal(
      code(`#!/usr/bin/env node\n// @ts-check\nexport const a = 1;\n`),
      `#!/usr/bin/env node\n// @ts-check\nimport { Lazy } from '@raceguard/runtime';\n\nexport const a = 1;\n`,
    );
    equal(
      code(`'use client';\nexport const a = 1;\n`),
      `'use client';\nimport { Lazy } from '@raceguard/runtime';\nexport const a = 1;\n`,
    );
  });

  it('keeps a byte order mark and line ends', () => {
    equal(
      code(`\ufeffexport const a = 1;\r\n`),
      `\ufeffimport { Lazy } from '@raceguard/runtime';\r\n\r\nexport const a = 1;\r\n`,
    );
    equal(
      code(`\ufeffimport a from 'a';\r\na();\r\n`),
      `\ufeffimport a from 'a';\r\nimport { Lazy } from '@raceguard/runtime';\r\na();\r\n`,
    );
  });

  it('requires where the file is CommonJS', () => {
    const moduleForm = 'commonjs';
    equal(
      code(`const a = require('a');\na();\n`, { moduleForm, isJavaScript: true }),
      `const a = require('a');\nconst { Lazy } = require('@raceguard/runtime');\na();\n`,
    );
    deepEqual(add(`import a = require('a');\na();\n`, 'Lazy', { moduleForm }), {
      local: 'raceguard.Lazy',
      text: `import a = require('a');\nimport raceguard = require('@raceguard/runtime');\na();\n`,
    });
    equal(
      code(`import a from 'a';\na();\n`, { moduleForm }),
      `import a from 'a';\nimport { Lazy } from '@raceguard/runtime';\na();\n`,
    );
  });

  it('is impossible in a global script', () => {
    equal(code(`var a = 1;`, { moduleForm: 'none' }), undefined);
  });

  it('takes an alias where the name is in use', () => {
    deepEqual(add(`import { Lazy } from 'other';\nLazy();\n`), {
      local: 'RaceguardLazy',
      text: `import { Lazy } from 'other';\nimport { Lazy as RaceguardLazy } from '@raceguard/runtime';\nLazy();\n`,
    });
    equal(add(`interface Lazy {}\n`)?.local, 'RaceguardLazy');
    equal(add(`// Lazy: a comment\nexport const a = 1;\n`)?.local, 'Lazy');
  });
});

describe('imports of the runtime: an existing one', () => {
  it('is reused', () => {
    for (const [text, local] of [
      [`import { Lazy } from '@raceguard/runtime';\n`, 'Lazy'],
      [`import { Lazy as L, Mutex } from '@raceguard/runtime';\n`, 'L'],
      [`import * as rg from '@raceguard/runtime';\n`, 'rg.Lazy'],
      [`import rg = require('@raceguard/runtime');\n`, 'rg.Lazy'],
      [`const { Lazy } = require('@raceguard/runtime');\n`, 'Lazy'],
      [`const rg = require('@raceguard/runtime');\n`, 'rg.Lazy'],
    ] as const)
      deepEqual(add(text), { local, text });
  });

  it('is extended', () => {
    equal(code(`import { Mutex } from '@raceguard/runtime';\n`), `import { Mutex, Lazy } from '@raceguard/runtime';\n`);
    equal(
      code(`import {\n  KeyedLazy,\n  Mutex,\n} from '@raceguard/runtime';\n`),
      `import {\n  KeyedLazy,\n  Mutex,\n  Lazy,\n} from '@raceguard/runtime';\n`,
    );
    equal(
      code(`import type { Task } from '@raceguard/runtime';\n`),
      `import type { Task } from '@raceguard/runtime';\nimport { Lazy } from '@raceguard/runtime';\n`,
    );
    equal(
      code(`const { Mutex } = require('@raceguard/runtime');\n`),
      `const { Mutex, Lazy } = require('@raceguard/runtime');\n`,
    );
  });

  it('of the type becomes one of the value', () => {
    equal(code(`import type { Lazy } from '@raceguard/runtime';\n`), `import { Lazy } from '@raceguard/runtime';\n`);
    equal(
      code(`import type { Lazy, Task } from '@raceguard/runtime';\n`),
      `import { Lazy, type Task } from '@raceguard/runtime';\n`,
    );
    equal(
      code(`import { Mutex, type Lazy } from '@raceguard/runtime';\n`),
      `import { Mutex, Lazy } from '@raceguard/runtime';\n`,
    );
  });
});
