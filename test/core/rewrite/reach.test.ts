import { deepEqual } from 'node:assert/strict';
import { reachOf } from '../../../src/core/rewrite/reach.ts';
import { textOf } from '../../../src/core/syntax.ts';
import { marked } from './support.ts';

function reach(body: string, rest = '') {
  const { facts, nodes } = marked(
    `class A { send = given; async f(callback) { ${body} } ${rest} } function outer() { inner(); } function inner() {}`,
  );
  const found = reachOf(facts, nodes);
  return {
    functions: [...found.functions].map((fn) => fn.name).sort(),
    unknown: found.unknown.map((call) => textOf(facts.tree, call)),
  };
}

describe('what code can come to', () => {
  it('is followed through functions and methods of the file', () => {
    deepEqual(reach('/*<*/ await this.g(); /*>*/', 'g() { outer(); }').functions, ['g', 'inner', 'outer']);
    deepEqual(reach('/*<*/ await Promise.all([1].map(outer)); /*>*/').functions, ['inner', 'outer']);
  });

  it('leaves out handlers and timers that it only sets up', () => {
    deepEqual(reach("/*<*/ socket.on('close', () => outer()); setTimeout(() => outer()); /*>*/").functions, []);
    deepEqual(reach('/*<*/ await retry(() => outer()); /*>*/').functions, ['inner', 'outer']);
  });

  it('can not be told where it gives itself away or calls what it was given', () => {
    const unknown = (body: string) => reach(`/*<*/ ${body} /*>*/`, 'g() {}').unknown;
    deepEqual(unknown('new Session(this);'), ['new Session(this)']);
    deepEqual(unknown('callback();'), ['callback()']);
    deepEqual(unknown("this.emit('ready');"), ["this.emit('ready')"]);
    deepEqual(unknown('this.send(1);'), ['this.send(1)']);
    deepEqual(unknown('this.options.onReady();'), ['this.options.onReady()']);
    deepEqual(unknown('this.g(); this.client.close(); f.bind(this);'), []);
  });
});
