/** A region under a lock: how small it is, what it hands on, and where there is none. */
import { equal } from 'node:assert/strict';
import { applyEdits } from '../../../src/core/edits.ts';
import { buildFacts } from '../../../src/core/facts/build.ts';
import { interleavings } from '../../../src/core/facts/interleave.ts';
import { guard } from '../../../src/core/rewrite/guard.ts';
import { parse } from '../../support/parse.ts';

/** Guards the first interleaving of the program's first function that has one. */
function guarded(source: string): string | undefined {
  const facts = buildFacts(parse(source));
  for (const fn of facts.functions)
    for (const block of facts.graph(fn).blocks)
      for (const op of block.ops) {
        if (op.op !== 'read' || (op.location.root.kind === 'binding' && op.location.root.binding.scope.fn === fn))
          continue;
        for (const hit of interleavings(facts, fn, op, { ignoreSharedPromises: true })) {
          if (!hit.test) continue;
          const nodes = [hit.test.node, op.node, hit.suspension, ...(hit.writer === fn ? [hit.write.node] : [])];
          const made = guard(facts, { location: hit.location, fn, read: op.node, nodes, keyType: 'string' });
          const edits = made?.draft.edits();
          if (!made || !edits) return undefined;
          const text = applyEdits(source, edits).replace(/^import .*\n\n?/, '');
          return `${made.tier}: ${text}`;
        }
      }
  return 'nothing to guard';
}

const inClass = (body: string, more = '') =>
  guarded(`class A {\n  private x;\n  async f(a) {\n    ${body}\n  }\n${more}}\n`);
const expected = (body: string, tier = 'safe', more = '') =>
  `${tier}: class A {\n  private x;\n  private readonly xMutex = new Mutex();\n  async f(a) {\n    ${body}\n  }\n${more}}\n`;

describe('a region under a Mutex', () => {
  it('is the smallest list of statements', () => {
    equal(
      inClass('log(a);\n    if (!this.x) this.x = await make(a);\n    log(a);'),
      expected(
        'log(a);\n    await this.xMutex.runExclusive(async () => {\n      if (!this.x) this.x = await make(a);\n    });\n    log(a);',
      ),
    );
  });

  it('takes the return of the value along', () => {
    equal(
      inClass('if (!this.x) this.x = await make(a);\n    return this.x;'),
      expected(
        'return this.xMutex.runExclusive(async () => {\n      if (!this.x) this.x = await make(a);\n      return this.x;\n    });',
      ),
    );
  });

  it('hands on what is read behind it', () => {
    equal(
      inClass('if (!this.x) this.x = await make(a);\n    return this.x.use();'),
      expected(
        'const x = await this.xMutex.runExclusive(async () => {\n      if (!this.x) this.x = await make(a);\n      return this.x;\n    });\n    return x.use();',
      ),
    );
  });

  it('reaches to the end behind an early return', () => {
    equal(
      inClass('if (this.x) return;\n    this.x = await make(a);\n    log(a);'),
      expected(
        'await this.xMutex.runExclusive(async () => {\n      if (this.x) return;\n      this.x = await make(a);\n      log(a);\n    });',
      ),
    );
  });

  it('awaits what it returns inside a try', () => {
    equal(
      inClass(
        'try {\n      if (!this.x) this.x = await make(a);\n      return this.x;\n    } catch {\n      return a;\n    }',
      ),
      expected(
        'try {\n      return await this.xMutex.runExclusive(async () => {\n        if (!this.x) this.x = await make(a);\n        return this.x;\n      });\n    } catch {\n      return a;\n    }',
      ),
    );
  });

  it('grows where a test before it would be forgotten', () => {
    equal(
      inClass('if (!this.url) return;\n    if (!this.x) this.x = await make(this.url);'),
      expected(
        'await this.xMutex.runExclusive(async () => {\n      if (!this.url) return;\n      if (!this.x) this.x = await make(this.url);\n    });',
        'suggestion',
      ),
    );
  });

  it('is only suggested where it gives control to code that can not be seen', () => {
    equal(inClass('if (!this.x) this.x = await make(this);')?.split(':')[0], 'suggestion');
  });

  it('is only suggested where a private member would tell types apart', () => {
    equal(
      guarded('class A {\n  x;\n  async f() {\n    if (!this.x) this.x = await make();\n  }\n}\n')?.split(':')[0],
      'suggestion',
    );
  });

  it('uses the lock again that guards the place', () => {
    const source = (body: string) =>
      `class A {\n  private x;\n  private readonly lock = new Mutex();\n  async f() {\n    ${body}\n  }\n  g() {\n    return this.lock.runExclusive(async () => {\n      this.x = await make();\n    });\n  }\n}\n`;
    equal(
      guarded(source('if (!this.x) this.x = await make();')),
      `safe: ${source('await this.lock.runExclusive(async () => {\n      if (!this.x) this.x = await make();\n    });')}`,
    );
  });

  it('is none where it could come to the same lock again', () => {
    equal(inClass('if (!this.x) this.x = await this.g();', '  g() { return this.f(); }\n'), undefined);
  });

  it('is none in generators, accessors and functions that nobody waits for', () => {
    equal(
      guarded('class A { private x; async *f() { if (!this.x) this.x = await make(); yield this.x; } }'),
      undefined,
    );
    equal(guarded('class A { private x; f() { if (!this.x) make().then((x) => { this.x = x; }); } }'), undefined);
  });
});
