import { deepEqual, equal, match, ok } from 'node:assert/strict';
import { stripVTControlCharacters } from 'node:util';
import { codeFrame } from '../../src/cli/frame.ts';
import { formatGithub } from '../../src/cli/github.ts';
import { formatJson } from '../../src/cli/json.ts';
import { Progress } from '../../src/cli/progress.ts';
import type { CheckReport } from '../../src/cli/report.ts';
import { viewOf, wantsColor } from '../../src/cli/style.ts';
import { formatText } from '../../src/cli/text.ts';
import type { Place } from '../../src/workspace/findings.ts';
import { Lines } from '../../src/workspace/lines.ts';

const source = `import { launch } from './launch.js';

export class Session {
  private browser?: Browser;

  async open() {
    if (!this.browser) {
      this.browser = await launch();
    }
    return this.browser;
  }
}
`;
const lines = new Lines(source);
const span = (text: string) => ({ start: source.indexOf(text), end: source.indexOf(text) + text.length });
const place = (text: string, file = '/p/src/session.ts'): Place => {
  const start = lines.at(span(text).start);
  const end = lines.at(span(text).end);
  return { file, line: start.line, column: start.column, endLine: end.line, endColumn: end.column };
};
const step = (invocation: 'A' | 'B', code: string, text: string, file?: string) => ({
  invocation,
  span: span(code),
  place: place(code, file),
  text,
});

const report: CheckReport = {
  version: '1.2.3',
  cwd: '/p',
  compilers: [{ name: 'native', version: '7.0.2', why: 'default' }],
  files: 12,
  tests: 0,
  durationMs: 1234.5,
  findings: [
    {
      rule: 'lazy-init-race',
      code: 'RG101',
      severity: 'error',
      message:
        '`this.browser` can be initialised twice: it is tested here and set only after `await launch()`. Keep the promise: `Lazy`.',
      place: place('this.browser'),
      span: span('this.browser'),
      lines,
      commentAbove: 'line',
      witness: [
        step('A', 'this.browser', 'tests this.browser: unset'),
        step('A', 'await launch()', 'suspends at await launch()'),
        step('B', 'this.browser', 'tests this.browser: still unset', '/p/src/other.ts'),
        step('A', 'this.browser = ', 'sets this.browser'),
      ],
      fixes: [
        { title: 'Keep the promise in a `Lazy`', tier: 'safe' },
        { title: 'Guard it with a `Mutex`', tier: 'suggestion' },
      ],
    },
  ],
  problems: [],
  notes: [],
  timing: { stages: new Map(), rules: new Map() },
  fixed: undefined,
};
const plain = (columns?: number) => viewOf({ isTTY: columns !== undefined, columns }, {}, false, false);

describe('text', () => {
  it('shows the place, the code, the witness, the fixes and a summary', () => {
    equal(
      formatText(report, plain()),
      `src/session.ts:7:10  error RG101  \`this.browser\` can be initialised twice: it is tested here and set only after \`await launch()\`. Keep the promise: \`Lazy\`.

   6 │   async open() {
 > 7 │     if (!this.browser) {
     │          ^^^^^^^^^^^^
   8 │       this.browser = await launch();
     │       ~~~~~~~~~~~~~~ ~~~~~~~~~~~~~~

   1  A  7               tests this.browser: unset
   2  A  8               suspends at await launch()
   3  B  src/other.ts:7  tests this.browser: still unset
   4  A  8               sets this.browser

   fix   Keep the promise in a \`Lazy\` (--fix)
   fix   Guard it with a \`Mutex\` (--fix-suggestions)
   docs  raceguard explain lazy-init-race


1 finding in 1 file: 1 error
1 can be fixed with --fix
12 files in 1.2 s · TypeScript 7.0.2, native (default)
`,
    );
  });

  it('tells how many files are tests, on which no rule ran', () => {
    match(formatText({ ...report, tests: 3 }, plain()), /^9 files in 1\.2 s · 3 tests left out · TypeScript 7/m);
    match(
      formatText({ ...report, findings: [], files: 1, tests: 1 }, plain()),
      /^Nothing to check: tests, .* are left out\.\n0 files in .* · 1 test left out/m,
    );
  });

  it('wraps at the width of a terminal, code in backticks whole', () => {
    for (const columns of [60, 80, 100]) {
      const text = formatText(report, plain(columns));
      for (const line of text.split('\n')) ok(line.length <= columns, line);
      match(text, /`await launch\(\)`/);
    }
  });

  it('reads the same with colours', () => {
    const colored = formatText(report, viewOf({ isTTY: true, columns: 100 }, {}, undefined, false));
    ok(colored.includes('\x1b['));
    equal(stripVTControlCharacters(colored), formatText(report, plain(100)));
  });
});

describe('json', () => {
  it('has the documented fields, lines and columns from 1, files relative to the working directory', () => {
    const { findings, ...head } = JSON.parse(formatJson(report));
    deepEqual(head, { version: '1.2.3', compiler: 'native', files: 12, tests: 0, durationMs: 1235 });
    const { docs, witness, fixes, ...finding } = findings[0];
    deepEqual(finding, {
      rule: 'lazy-init-race',
      code: 'RG101',
      severity: 'error',
      file: 'src/session.ts',
      line: 7,
      column: 10,
      endLine: 7,
      endColumn: 22,
      message: report.findings[0]!.message,
    });
    ok(docs === null || /^file:\/\/.*lazy-init-race/.test(docs));
    deepEqual(witness[2], { file: 'src/other.ts', line: 7, column: 10, text: 'B tests this.browser: still unset' });
    deepEqual(fixes[1], { title: 'Guard it with a `Mutex`', tier: 'suggestion' });
  });
});

describe('github', () => {
  it('writes one command a finding, the witness in its message', () => {
    equal(
      formatGithub(report, undefined),
      '::error file=src/session.ts,line=7,endLine=7,col=10,endColumn=22,title=RG101 lazy-init-race::' +
        '`this.browser` can be initialised twice: it is tested here and set only after `await launch()`. Keep the promise: `Lazy`.' +
        '%0A%0A1. A, line 7: tests this.browser: unset%0A2. A, line 8: suspends at await launch()' +
        '%0A3. B, src/other.ts:7: tests this.browser: still unset%0A4. A, line 8: sets this.browser\n',
    );
  });

  it('escapes, and counts paths from the root of the checkout', () => {
    const [finding] = report.findings;
    const odd = {
      ...finding!,
      severity: 'info' as const,
      message: '100% a\r\nb',
      witness: [],
      place: { ...finding!.place, file: '/p/src/a,b:c.ts' },
    };
    equal(
      formatGithub({ ...report, cwd: '/p/src', findings: [odd] }, '/p'),
      '::notice file=src/a%2Cb%3Ac.ts,line=7,endLine=7,col=10,endColumn=22,title=RG101 lazy-init-race::100%25 a%0D%0Ab\n',
    );
  });
});

describe('code frame', () => {
  const options = { paint: plain().paint, emphasis: (text: string) => text, width: 60 };
  const frame = (marked: string, steps: string[] = []) => {
    const text = marked.replace(/[«»]/g, '');
    const start = marked.indexOf('«');
    const main = { start, end: marked.indexOf('»') - 1 };
    const spans = steps.map((s) => ({ start: text.indexOf(s), end: text.indexOf(s) + s.length }));
    return codeFrame(new Lines(text), main, spans, options);
  };

  it('puts the caret right behind tabs and wide characters', () => {
    deepEqual(frame('\t\tf(«x»);'), [' > 1 │     f(x);', '     │       ^']);
    deepEqual(frame("f('漢字', «x»);"), [" > 1 │ f('漢字', x);", '     │           ^']);
  });

  it('marks an empty span and one at the end of the file', () => {
    deepEqual(frame('abc«»'), [' > 1 │ abc', '     │    ^']);
    deepEqual(frame('«»'), [' > 1 │', '     │ ^']);
  });

  it('leaves out what is far between', () => {
    const text = `«first»\n${'x\n'.repeat(8)}last`;
    deepEqual(
      frame(text, ['last']),
      ['>  1', '   2', '⋮', '  10'].flatMap((n) =>
        n === '⋮'
          ? ['     ⋮']
          : n === '>  1'
            ? [' >  1 │ first', '      │ ^^^^^']
            : n === '  10'
              ? ['   10 │ last', '      │ ~~~~']
              : ['    2 │ x'],
      ),
    );
  });

  it('shows the place on a line of any length', () => {
    const shown = frame(`${'a'.repeat(5000)}«BAD»${'b'.repeat(5000)}`);
    ok(shown.every((line) => line.length <= 60));
    equal(shown[0]!.indexOf('BAD'), shown[1]!.indexOf('^^^'));
  });

  it('cuts a span of many lines', () => {
    const shown = frame(`«${'x\n'.repeat(30)}»`);
    ok(shown.length <= 10);
  });
});

describe('colours', () => {
  it('follow the flag, then NO_COLOR, then FORCE_COLOR, then the terminal', () => {
    const tty = { isTTY: true };
    equal(wantsColor(tty, {}, undefined), true);
    equal(wantsColor({}, {}, undefined), false);
    equal(wantsColor(tty, { TERM: 'dumb' }, undefined), false);
    equal(wantsColor(tty, { NO_COLOR: '1', FORCE_COLOR: '1' }, undefined), false);
    equal(wantsColor({}, { FORCE_COLOR: '1' }, undefined), true);
    equal(wantsColor(tty, { FORCE_COLOR: '0' }, undefined), false);
    equal(wantsColor(tty, { FORCE_COLOR: '1' }, false), false);
    equal(wantsColor({}, { NO_COLOR: '1' }, true), true);
  });
});

describe('progress', () => {
  it('is one line on a terminal, cut to its width, and leaves nothing', () => {
    let out = '';
    const progress = new Progress({ isTTY: true, columns: 20, write: (text) => (out += text) }, {});
    progress.show('a very long line that does not fit');
    progress.show('too soon');
    progress.clear();
    progress.clear();
    equal(out, '\r\x1b[2Ka very long line th\r\x1b[2K');
  });

  it('copes with a terminal that does not know its width', () => {
    let out = '';
    new Progress({ isTTY: true, columns: 0, write: (text) => (out += text) }, {}).show('x');
    equal(out, '\r\x1b[2Kx');
    equal(viewOf({ isTTY: true, columns: 0 }, {}, undefined, false).width, 100);
  });

  it('is silent elsewhere', () => {
    let out = '';
    new Progress({ write: (text) => (out += text) }, {}).show('x', true);
    new Progress({ isTTY: true, write: (text) => (out += text) }, { CI: '1' }).show('x', true);
    equal(out, '');
  });
});
