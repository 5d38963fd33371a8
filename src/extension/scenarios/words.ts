/** What the panel says of a run, in words. */
import type { Part, Run } from './model.ts';
import { hazardsOf } from './view.ts';

const phases = {
  'few switches': 'orders with few switches first',
  'every order': 'every order',
  random: 'orders at random',
} as const;

export type Tone = 'running' | 'good' | 'bad' | 'odd';

export interface Said {
  readonly tone: Tone;
  /** A word or two. */
  readonly verdict: string;
  readonly detail: string;
}

/** Of one program. `unsafe` has to fail: there a failure is what was to be shown. */
export function saidOf({ subject, schedules, failing, phase, result }: Part, over: boolean): Said {
  if (!result) {
    const tried = schedules
      ? `${schedulesOf(schedules)} so far${failing ? `, ${count(failing)} of them fail` : ''}`
      : '';
    if (over) return { tone: 'odd', verdict: 'Not finished', detail: tried };
    return { tone: 'running', verdict: 'Running', detail: [tried, phase && phases[phase]].filter(Boolean).join(' · ') };
  }
  const verdict = result.failure ? 'Fails' : subject.form === 'real' ? 'Went well' : 'Holds';
  const tone = !result.asExpected ? 'odd' : result.failure ? 'bad' : 'good';
  // A real form has no more to say than how it failed, which stands below.
  if (!result.explored) return { tone, verdict, detail: '' };
  const { complete, schedules: all } = result.explored;
  if (all <= 1) return { tone, verdict, detail: result.summary };
  return {
    tone,
    verdict,
    detail: `${result.summary} · ${complete ? 'no order is left out' : 'there are more orders'}`,
  };
}

/** Of the whole run: a sentence. */
export function statusOf(run: Run): string {
  const tried = run.parts.reduce((sum, { schedules }) => sum + schedules, 0);
  const counted = tried ? schedulesOf(tried) : '';
  switch (run.state) {
    case 'idle':
      return 'What this scenario showed is gone. Run it again to see it.';
    case 'running': {
      const now = run.parts.at(-1);
      const of = hazardsOf(run).length > 1 || (now?.subject.of ?? 1) > 1;
      const which = now && of ? ` “${now.subject.name}”` : '';
      const version = now?.subject.version ? ` the ${now.subject.version} version` : '';
      const doing = now?.subject.form === 'real' ? `Running${version} for real` : `Trying${version || ' the program'}`;
      return now ? `${doing}${which}… ${counted}` : 'Starting…';
    }
    case 'stopped':
      return run.stopped?.why === 'cancelled' ? `Cancelled${counted && ` after ${counted}`}.` : 'The run was ended.';
    case 'done':
      return run.request.replay === undefined ? `Done: ${counted || 'nothing was run'}.` : 'Replayed one schedule.';
  }
}

export function count(n: number): string {
  return n.toLocaleString('en');
}

export function schedulesOf(n: number): string {
  return `${count(n)} schedule${n === 1 ? '' : 's'}`;
}
