/** What keeps statements from becoming the body of an arrow function. */
import { equal } from 'node:assert/strict';
import { captureProblem } from '../../../src/core/rewrite/captures.ts';
import { marked } from './support.ts';

const problem = (body: string) => {
  const { facts, fn, nodes } = marked(`class A { async f(url, option) { ${body} } }`);
  return captureProblem(facts, fn, nodes);
};

describe('code that moves into a function', () => {
  it('may use what is outside and declare what is inside', () => {
    equal(problem('const a = url; /*<*/ const b = await g(a); this.b = b; /*>*/'), undefined);
  });

  it('must not declare what is used behind it', () => {
    equal(problem('/*<*/ const b = await g(); /*>*/ use(b);'), '`b` is used after it');
  });

  it('must not assign what is used behind it', () => {
    equal(problem('let b; /*<*/ b = await g(); /*>*/ use(b);'), '`b` is assigned in it and used after it');
    equal(problem('let b: B; /*<*/ b = await g(); use(b); /*>*/'), undefined);
  });

  it('must not assign what is used in the next turn of a loop', () => {
    equal(problem('let b; for (;;) { use(b); /*<*/ b = await g(); /*>*/ }'), '`b` is assigned in it and used after it');
  });

  it('must not rely on a test of a property before it', () => {
    equal(problem('if (!this.url) return; /*<*/ await g(this.url); /*>*/'), '`this.url` was tested before it');
    equal(problem('if (this.url) { /*<*/ await g(this.url); /*>*/ }'), '`this.url` was tested before it');
    equal(
      problem("if (option.kind !== 'a') throw 1; /*<*/ await g(option.kind); /*>*/"),
      '`option.kind` was tested before it',
    );
  });

  it('may use what a test before it said nothing of', () => {
    equal(problem('if (!this.url) log(); /*<*/ await g(this.url); /*>*/'), undefined);
    equal(problem('if (this.cache.has(url)) return; /*<*/ this.cache.set(url, await g()); /*>*/'), undefined);
    equal(problem('if (!this.url) return; /*<*/ this.url = await g(); use(this.url); /*>*/'), undefined);
  });

  it('must not rely on a test of an import', () => {
    const { facts, fn, nodes } = marked(
      "import { app } from './app'; async function f() { if (!app) return; /*<*/ await g(app); /*>*/ }",
    );
    equal(captureProblem(facts, fn, nodes), '`app` was tested before it');
  });

  it('keeps the narrowed type of parameters and variables, but for those that change later', () => {
    equal(problem('if (!url) return; /*<*/ await g(url); /*>*/'), undefined);
    equal(problem('if (!url) return; /*<*/ await g(url); /*>*/ url = undefined;'), '`url` was tested before it');
  });
});
