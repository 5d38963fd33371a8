/** A request that is sent before its answer is wanted: real TypeScript 7, real pipe. */
import { deepEqual, equal, ok } from 'node:assert/strict';
import { setTimeout as rest } from 'node:timers/promises';
import { Ahead, type Channel } from '../../src/compilers/native/ahead.ts';
import { loadNativeApi } from '../../src/compilers/native/api.ts';
import { removeScratch, scratch } from './scratch.ts';

const names = ['a', 'b', 'c', 'd'];
/** Larger than a pipe holds, so that the process waits for us to read. */
const large = Array.from({ length: 4000 }, (_, i) => `export const n${i} = ${i};`).join('\n');

describe('a request sent ahead', function () {
  this.timeout(60_000);
  after(removeScratch);

  const opened = () => {
    const root = scratch({
      'tsconfig.json': '{ "compilerOptions": { "types": [] } }',
      ...Object.fromEntries(names.map((name) => [`${name}.ts`, `export const ${name} = 1;\n${large}`])),
    });
    const { sync } = loadNativeApi();
    const api = new sync.API({ cwd: root });
    const { client } = api as unknown as { client: { channel: Channel } };
    const { channel } = client;
    const sent: string[] = [];
    const { writeTuple } = channel;
    channel.writeTuple = (...message: unknown[]) => {
      sent.push(String(message[1]));
      writeTuple.apply(channel, message);
    };
    const ahead = Ahead.of(channel);
    ok(ahead, 'the installed TypeScript 7 has the channel that this needs');
    const snapshot = api.updateSnapshot({ openProjects: [`${root}/tsconfig.json`] });
    const { program } = snapshot.getProject(`${root}/tsconfig.json`)!;
    sent.length = 0;
    return {
      sent,
      send: (name: string) => ahead.send(() => program.getSourceFile(`${root}/${name}.ts`)),
      first: (name: string) => /const (\w+)/.exec(program.getSourceFile(`${root}/${name}.ts`)!.text)?.[1],
      count: () => program.getSourceFileNames().filter((file) => file.startsWith(root)).length,
      [Symbol.dispose]: () => api.close(),
    };
  };

  it('is not sent again when its answer is wanted', () => {
    using api = opened();
    api.send('a');
    deepEqual(api.sent, ['getSourceFile']);
    equal(api.first('a'), 'a');
    deepEqual(api.sent, ['getSourceFile']);
  });

  it('leaves each other request its own answer, whatever comes between', async () => {
    using api = opened();
    for (const name of names) {
      api.send(name);
      // Node reads what a process says as soon as nothing else is to be done.
      if (name === 'b') await rest(50);
      equal(api.count(), 4);
      if (name === 'c') equal(api.first('a'), 'a');
      equal(api.first(name), name);
    }
    equal(api.sent.filter((method) => method === 'getSourceFile').length, 4);
  });

  it('serves only who asks for the same; one that is sent twice is sent once', () => {
    using api = opened();
    api.send('a');
    api.send('a');
    equal(api.first('b'), 'b');
    equal(api.first('a'), 'a');
    equal(api.sent.length, 2);
  });

  it('costs nobody else their answer when it fails', () => {
    using api = opened();
    api.send('a');
    api.send('missing');
    equal(api.first('b'), 'b');
    equal(api.first('a'), 'a');
  });

  it('is not made where the channel is another one', () => {
    equal(Ahead.of(undefined), undefined);
    equal(Ahead.of({ requestBytesSync: () => Buffer.alloc(0) }), undefined);
  });
});
