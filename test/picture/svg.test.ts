import { deepEqual, equal, match, ok } from 'node:assert/strict';
import fc from 'fast-check';
import { sentenceOf, styleOf, svgOf, textOf } from '../../src/picture/index.ts';
import { anyPicture, runs } from './arbitrary.ts';
import { hostile, lazyClient, long, lostUpdate, passing, picture } from './samples.ts';

describe('picture as SVG', function () {
  this.timeout(60_000);
  it('is the same for the same picture, and needs nothing else', () => {
    const svg = svgOf(lazyClient, { title: 'Two connections' });
    equal(svg, svgOf(structuredClone(lazyClient), { title: 'Two connections' }));
    ok(!/<script|<image|<foreignObject|href|url\(|@import|style="|on\w+=/.test(svg));
    deepEqual(svg.match(/https?:[^"]*/g), ['http://www.w3.org/2000/svg']);
  });

  it('is named, and tells its steps to those who do not see it', () => {
    const svg = svgOf(lostUpdate, { title: 'Lost & found', id: 'one' });
    match(svg, /role="img" aria-labelledby="one-title" aria-describedby="one-desc"/);
    match(svg, /<title id="one-title">Lost &amp; found<\/title>/);
    const [, desc] = /<desc id="one-desc">([^<]*)<\/desc>/.exec(svg)!;
    equal(desc!.replaceAll('&gt;', '>'), textOf(lostUpdate));
  });

  it('has each step as an element that can be found', () => {
    for (const picture of [lostUpdate, long]) {
      const found = [...svgOf(picture).matchAll(/<g class="rg-step[^"]*" data-step="(\d+)"/g)].map(([, n]) =>
        Number(n),
      );
      deepEqual(
        found,
        picture.steps.map(({ n }) => n),
      );
    }
  });

  it('takes nothing of a program for markup, and stays well-formed', () => {
    const all = fc.property(anyPicture, fc.string({ unit: 'binary' }), (picture, title) =>
      wellFormed(svgOf(picture, { title })),
    );
    wellFormed(svgOf(hostile, { title: '<b>"\'&\u0000' }));
    fc.assert(all, runs);
    const svg = svgOf(hostile);
    ok(svg.includes('&lt;script&gt;') && !svg.includes('<script'));
    ok(svg.includes('\\u202e') && !svg.includes('\u202e'));
    ok(svg.includes('\\u0007') && !svg.includes('\u0007'));
    ok(svg.includes('\\ud800'));
  });

  it('has colours of its own, or of the editor; a page that holds the style sheet keeps it to pictures', () => {
    ok(!svgOf(passing, { theme: 'light' }).includes('prefers-color-scheme'));
    match(svgOf(passing), /prefers-color-scheme:dark/);
    match(svgOf(passing, { theme: 'vscode' }), /var\(--vscode-editor-foreground,#/);
    ok(!svgOf(passing, { style: false }).includes('<style'));
    for (const theme of ['light', 'dark', 'vscode'] as const) {
      for (const rule of styleOf(theme).split('}').filter(Boolean)) {
        for (const selector of rule.slice(0, rule.indexOf('{')).split(',')) match(selector, /^\.rg-picture /);
      }
    }
  });
});

describe('picture as text', function () {
  this.timeout(60_000);
  it('tells what has changed though no write was seen, and no write twice', () => {
    const { steps, ...rest } = picture({ locked: 'false', count: '0' }, [
      { task: 'A', does: ['writes 1 = 1'] },
      { task: 'B' },
      { task: 'A' },
    ]);
    const locked = ['true', 'true', 'false'];
    const text = textOf({ ...rest, steps: steps.map((step, n) => ({ ...step, shared: [locked[n]!, '1'] })) });
    deepEqual(text.split('\n').slice(2, 5), [
      '   1  A  starts; writes count: 1; locked is now true',
      '   2  B  starts',
      '   3  A  starts; locked is now false',
    ]);
  });

  it('has a line a step, and says who acts on what is stale', () => {
    equal(
      textOf(lostUpdate),
      `      balance is 100
   1  A        starts, line 8; reads balance: 100; stale from step 3 on
 > 2  B        starts, line 8; reads balance: 100
   3  B        fee answers, line 9; writes balance: 70; A does not see this
   4  A        fee answers, line 9; writes balance: 70; acts on what it read in step 1
   5  program  all tasks have ended
 ✖ Broken invariant: one of two payments is lost
   A reads balance in step 1 (100), B writes it in step 3 (70), and in step 4 A acts on what it read.`,
    );
  });

  it('says a step as a sentence', () => {
    equal(
      sentenceOf(lostUpdate, 2),
      'Step 2 of 5: B starts, line 8; reads balance: 100, although the task before it could have gone on',
    );
    equal(sentenceOf(lostUpdate, 5), 'Step 5 of 5: program all tasks have ended');
  });

  it('lets no program write to the terminal', () => {
    const told = (text: string) => ok(!/[^\P{C}\n\u200d]/u.test(text), text);
    told(textOf(hostile));
    for (const { n } of hostile.steps) told(sentenceOf(hostile, n));
    fc.assert(
      fc.property(anyPicture, (picture) => {
        const text = textOf(picture);
        const lines = text.split('\n').length;
        ok(
          lines >= picture.steps.length + 1 &&
            lines <= picture.steps.length + picture.watched.length + picture.opening.length + 2,
        );
        ok(!/[\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069]/u.test(text.replaceAll('\n', '')));
      }),
      runs,
    );
  });
});

/** Every element closed, every attribute quoted, every character allowed in XML. */
function wellFormed(svg: string): void {
  const open: string[] = [];
  let at = 0;
  for (const tag of svg.matchAll(
    /<(\/?)([a-zA-Z]+)((?: [\w:-]+="[^"<&]*(?:&(?:amp|lt|gt|quot|#39);[^"<&]*)*")*)(\/?)>/g,
  )) {
    const between = svg.slice(at, tag.index);
    ok(/^(?:[^<>&]|&(?:amp|lt|gt|quot|#39);)*$/.test(between), between);
    at = tag.index + tag[0].length;
    const [, closes, name, , empty] = tag;
    if (closes) equal(open.pop(), name);
    else if (!empty) open.push(name!);
  }
  equal(at, svg.length);
  deepEqual(open, []);
  // biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not be there
  ok(!/[\u0000-\u0008\u000b-\u001f\ud800-\udfff\ufffe\uffff]/u.test(svg));
}
