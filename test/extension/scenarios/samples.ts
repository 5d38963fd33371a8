/** Events of a run with two drives, as the process tells them. */
import type { Picture, RunEvent, RunRequest, RunResult, Subject } from '../../../src/protocol/runner.ts';

export const request: RunRequest = { run: 'scenario', id: 'lost-update' };

export const subject = (
  index: number,
  version: 'unsafe' | 'safe',
  form: 'explored' | 'real' = 'explored',
): Subject => ({
  name: ['an update is lost', 'two are opened'][index]!,
  index,
  of: 2,
  version,
  form,
});

const at = (line: number, file = '/s/unsafe.ts') => ({ file, line, column: 3 });

export const picture: Picture = {
  lanes: ['A', 'B'],
  opening: [],
  watched: [{ name: 'balance', value: '0' }],
  steps: [
    { n: 1, task: 'A', label: 'starts', values: [], at: 0, switched: false, accesses: [], shared: ['0'] },
    {
      n: 2,
      task: 'B',
      label: 'read',
      values: [],
      at: 0,
      switched: true,
      place: at(10),
      accesses: [
        { watched: 0, kind: 'read', value: '0', place: at(10) },
        { watched: 0, kind: 'write', value: '5', place: at(12) },
        { watched: 0, kind: 'write', value: '6', place: at(12) },
        { watched: 0, kind: 'read', value: '6', place: at(3, '/s/other.ts') },
      ],
      shared: ['6'],
    },
    { n: 3, task: 'A', label: 'ends', values: [], at: 0, switched: false, place: at(14), accesses: [], shared: ['1'] },
  ],
  failure: { kind: 'error', message: 'Error: 1 instead of 7\n\nmore', place: at(20) },
};

export const failed: RunResult = {
  asExpected: true,
  summary: 'complete: 2 of 6 schedules fail',
  failure: { kind: 'error', message: 'Error: 1 instead of 7', text: '…' },
  explored: { schedules: 6, failing: 2, complete: true, picture, replay: 'r1' },
  ms: 3,
};

export const passed: RunResult = {
  asExpected: true,
  summary: 'complete: 9 schedules',
  explored: { schedules: 9, failing: 0, complete: true, picture: { ...picture, failure: null }, replay: 'r2' },
  ms: 3,
};

const explored = (index: number): RunEvent[] => [
  { event: 'began', subject: subject(index, 'unsafe') },
  {
    event: 'progress',
    subject: subject(index, 'unsafe'),
    schedules: 4,
    failing: 1,
    phase: 'few switches',
    marks: '3.1x',
  },
  {
    event: 'progress',
    subject: subject(index, 'unsafe'),
    schedules: 6,
    failing: 2,
    phase: 'every order',
    marks: '1.1x',
  },
  { event: 'ended', subject: subject(index, 'unsafe'), result: failed },
  { event: 'began', subject: subject(index, 'safe') },
  { event: 'ended', subject: subject(index, 'safe'), result: passed },
];

export const events: readonly RunEvent[] = [
  ...explored(0),
  ...explored(1),
  { event: 'began', subject: subject(0, 'unsafe', 'real') },
  { event: 'step', subject: subject(0, 'unsafe', 'real'), text: 'Round 1.' },
  { event: 'ended', subject: subject(0, 'unsafe', 'real'), result: { asExpected: true, summary: 'passes', ms: 1 } },
  { event: 'done' },
];
