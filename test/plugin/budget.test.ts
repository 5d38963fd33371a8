/** tsserver is one thread: a check gives it back, and goes on from there. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { removeScratch, scratch } from '../compilers/scratch.ts';
import { client, handler, service } from './samples.ts';
import { Tsserver } from './tsserver.ts';

const count = 120;

/** A finding that is decided by the last of many files that call something of that name. */
function large(): string {
  const files: Record<string, string> = { 'tsconfig.json': '{}', 'client.ts': client, 'service.ts': service };
  for (let i = 0; i < count; i++) {
    const functions = Array.from(
      { length: 40 },
      (_, n) => `async function f${n}() { await other.ready(); if (x) await f0(); }`,
    );
    files[`a${i}.ts`] =
      `import { Service } from './service';\nconst other = new Service();\nlet x = 1;\n${functions.join('\n')}\nexport {};\n`;
  }
  return scratch({ ...files, 'main.ts': handler });
}

describe('plugin: budget', function () {
  this.timeout(180_000);
  after(removeScratch);

  it('stops when it is spent; the next check goes on and comes to the same', async () => {
    const file = `${large()}/service.ts`;
    await using server = new Tsserver();
    await server.configure({ diagnostics: 'host', budgetMs: 1 });
    server.open(file);
    let unfinished = 0;
    for (;;) {
      const answer = await server.check(file);
      if (answer.state === 'unfinished') unfinished++;
      else {
        ok(answer.state === 'checked');
        deepEqual(
          answer.findings.map((f) => f.code),
          ['RG101'],
        );
        break;
      }
      ok(unfinished <= count * 3, 'it makes no headway');
    }
    ok(unfinished > 1);
    equal((await server.check(file)).state, 'checked');
  });

  it('answers others in between', async () => {
    const file = `${large()}/service.ts`;
    await using server = new Tsserver();
    await server.configure({ diagnostics: 'host', budgetMs: 1 });
    server.open(file);
    const order: string[] = [];
    const noting = async (command: string, args: object) => {
      const { body } = await server.ask(command, { file, ...args });
      order.push(body.state ?? command);
    };
    await Promise.all([noting('_raceguard/check', {}), noting('quickinfo', { line: 2, offset: 15 })]);
    deepEqual(order, ['unfinished', 'quickinfo']);
  });

  it('stops when the request is cancelled', async () => {
    const file = `${large()}/service.ts`;
    await using server = new Tsserver();
    await server.configure({ diagnostics: 'host', budgetMs: 1e6 });
    server.open(file);
    server.cancel(server.next);
    equal((await server.check(file)).state, 'unfinished');
    equal((await server.check(file)).state, 'checked');
  });

  it('in an editor that asks TypeScript only, it has the editor ask again', async () => {
    const file = `${large()}/service.ts`;
    await using server = new Tsserver();
    await server.configure({ diagnostics: 'plugin', budgetMs: 1 });
    server.open(file);
    let updates = 0;
    while (!(await server.diagnostics(file)).some((d) => d.code === 101)) {
      updates++;
      const updated = () => server.events.filter((e) => e.event === 'projectsUpdatedInBackground').length >= updates;
      await server.until(updated);
    }
    ok(updates > 0);
  });
});
