import { deepEqual, equal } from 'node:assert/strict';
import { buildFacts } from '../../../src/core/facts/build.ts';
import { bare, freeInFile, freeLocal, singular } from '../../../src/core/rewrite/names.ts';
import { parse } from '../../support/parse.ts';

describe('names', () => {
  it('are bare without the marks of private members', () => {
    deepEqual(['#client', '_client', 'client_', '$client', '_'].map(bare), [
      'client',
      'client',
      'client',
      'client',
      'value',
    ]);
  });

  it('of one value come from that of the collection', () => {
    deepEqual(
      [
        'clients',
        'clientCache',
        'cachedClients',
        'clientsById',
        'queries',
        'indexes',
        'addresses',
        '_parserMap',
        'status',
        'cache',
      ].map(singular),
      ['client', 'client', 'client', 'client', 'query', 'index', 'address', 'parser', 'value', 'value'],
    );
  });

  const facts = buildFacts(
    parse(`
    const client = 1;
    function f(url) { const session = url; return () => client + session; }
    function g() { return 2; }
  `),
  );
  const fn = (name: string) => facts.functions.find((f) => f.name === name)!;

  it('of locals are neither declared nor used in the function', () => {
    equal(freeLocal(facts, fn('g'), ['client']), 'client');
    equal(freeLocal(facts, fn('f'), ['client', 'url', 'socket']), 'socket');
    equal(freeLocal(facts, fn('f'), ['session']), 'session2');
    equal(freeLocal(facts, fn('g'), ['delete', 'class']), 'value');
  });

  it('may be those of uses that go', () => {
    const going = new Set(facts.identifiers.get('client'));
    equal(freeLocal(facts, fn('f'), ['client'], going), 'client');
  });

  it('of the file are free everywhere in it', () => {
    equal(freeInFile(facts, ['session', 'lazySession']), 'lazySession');
    equal(freeInFile(facts, ['session']), 'session2');
  });
});
