/** Pictures written by hand, and a builder for more. */
import type { Picture, PictureAccess, PictureStep } from '../../src/protocol/runner.ts';

export const FILE = '/work/session.ts';

export interface Told {
  readonly task: string;
  readonly label?: string;
  readonly detail?: string;
  readonly line?: number;
  readonly switched?: boolean;
  readonly at?: number;
  readonly values?: readonly string[];
  /** `reads 0`, `writes 1 = unset`: kind, index into `watched`, value of a write. */
  readonly does?: readonly string[];
}

/** The values follow from the writes. */
export function picture(
  watched: Readonly<Record<string, string>>,
  told: readonly Told[],
  failure: Picture['failure'] = { kind: 'error', message: 'Error: it went wrong' },
  opening: readonly string[] = [],
): Picture {
  const shared = Object.values(watched);
  const steps = told.map((one, n): PictureStep => {
    const { task, label = 'starts', detail, line, switched = false, at = 0, values = [], does = [] } = one;
    const place = line === undefined ? {} : { place: { file: FILE, line, column: 5 } };
    const accesses = does.map((text): PictureAccess => {
      const [, verb, index, value] = /^(reads|writes) (\d+)(?: = (.*))?$/s.exec(text) ?? [];
      const watched = Number(index);
      if (verb === 'writes') shared[watched] = value!;
      return { watched, kind: verb === 'reads' ? 'read' : 'write', value: shared[watched]!, ...place };
    });
    return {
      n: n + 1,
      task,
      label,
      ...(detail === undefined ? {} : { detail }),
      values,
      at,
      switched,
      ...place,
      accesses,
      shared: [...shared],
    };
  });
  return {
    lanes: [...new Set(told.map(({ task }) => task))],
    opening,
    watched: Object.entries(watched).map(([name, value]) => ({ name, value })),
    steps,
    failure,
  };
}

export const lostUpdate: Picture = picture(
  { balance: '100' },
  [
    { task: 'A', line: 8, does: ['reads 0'] },
    { task: 'B', line: 8, does: ['reads 0'], switched: true },
    { task: 'B', label: 'fee answers', line: 9, does: ['writes 0 = 70'] },
    { task: 'A', label: 'fee answers', line: 9, does: ['writes 0 = 70'] },
    { task: 'program', label: 'all tasks have ended' },
  ],
  { kind: 'invariant', message: 'AssertionError: one of two payments is lost\n\n70 !== 40\n' },
);

/** Where the source stands, for pictures that show it. */
export const sourceOf = ({ line }: { line: number }): string | undefined =>
  ({
    8: '  const seen = this.balance;',
    9: '  this.balance = seen - (await fee(30));',
    14: '    if (!this.client) {',
    15: '      this.client = await connect(this.url);',
    17: '    return this.client.query(sql);',
  })[line];

export const lazyClient: Picture = picture(
  { 'database.client': 'undefined' },
  [
    { task: 'A', line: 14, does: ['reads 0'] },
    { task: 'A', label: 'connect', detail: '"tcp://db"' },
    { task: 'B', line: 14, does: ['reads 0'], switched: true },
    { task: 'B', label: 'connect', detail: '"tcp://db"' },
    { task: 'B', label: 'connect answers', line: 15, values: ['→ Client 2'], does: ['writes 0 = Client 2', 'reads 0'] },
    { task: 'A', label: 'connect answers', line: 15, values: ['→ Client 1'], does: ['writes 0 = Client 1', 'reads 0'] },
    { task: 'program', label: 'all tasks have ended' },
  ],
  { kind: 'error', message: 'AssertionError: Database has 2 connections\n\n2 !== 1\n' },
);

export const deadlock: Picture = picture(
  { 'lock.holder': 'nobody' },
  [
    { task: 'A', line: 20, does: ['writes 0 = A'] },
    { task: 'A', label: 'render', detail: '"broken"', values: ['throws Error: no such page'] },
    { task: 'B', line: 20, does: ['reads 0'] },
  ],
  {
    kind: 'deadlock',
    message:
      'No step is left, but this still waits: program waits for the other tasks; B waits for something after starts.',
    waiting: ['B'],
  },
);

export const passing: Picture = picture(
  { 'database.client': 'undefined' },
  [
    { task: 'A', line: 14, does: ['reads 0'] },
    { task: 'A', label: 'connect', detail: '"tcp://db"' },
    { task: 'B', line: 14, does: ['reads 0'], switched: true },
    { task: 'A', label: 'connect answers', line: 15, values: ['→ Client 1'], does: ['writes 0 = Client 1'] },
    { task: 'B', label: 'joins', line: 17 },
  ],
  null,
);

/** 120 steps of 8 lanes over 3 locations. */
export const long: Picture = picture(
  { 'queue.length': '0', 'stats.handled': '0', 'runner.startedBy': 'nobody' },
  Array.from({ length: 120 }, (_, n): Told => {
    const task = `worker ${(n * 7 + Math.floor(n / 5)) % 8}`;
    const at = Math.floor(n / 10) * 50;
    if (n % 3 === 0)
      return { task, label: 'takes a job', line: 30, at, does: ['reads 0', `writes 0 = ${(n * 5) % 7}`] };
    if (n % 3 === 1) return { task, label: 'handle', detail: `{id: ${n}, payload: "some longer payload"}`, at };
    return { task, label: 'handle answers', line: 41, at, switched: n % 5 === 0, does: ['reads 1', `writes 1 = ${n}`] };
  }),
  {
    kind: 'leak',
    message: 'The program has ended, but this still runs: handle answers of worker 3.',
    waiting: ['worker 3'],
  },
);

const evil = '<script>alert("x")</script> \u202Egnp.exe\u0007 & \'q\' 👩‍👩‍👧 שלום עולם 漢字 \ud800 ]]> <!-- ';
export const hostile: Picture = picture(
  { [evil]: evil, 'שלום.עולם': '漢字漢字漢字漢字' },
  [
    {
      task: evil,
      label: evil,
      detail: evil.repeat(40),
      line: 14,
      does: ['reads 0', 'reads 1'],
      values: [evil, 'مرحبا بالعالم'],
    },
    { task: 'B\n\tC', label: 'a\u0000b\u001b[31mc', line: 15, switched: true, does: [`writes 0 = ${evil.repeat(3)}`] },
    { task: evil, label: '👩‍👩‍👧'.repeat(40), line: 15, does: ['writes 0 = <b>', 'writes 1 = ﷽﷽'] },
  ],
  { kind: 'error', message: evil.repeat(30) },
  [evil],
);
