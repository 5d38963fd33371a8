/** What the scenario is about, and where it was reported. */
import type { About } from '../messages.ts';
import { button, h, show, withCode } from './dom.ts';
import type { Doing, Piece } from './page-state.ts';

export function header({ post }: Doing): Piece {
  const title = h('h1');
  const facts = h('p', { class: 'facts' });
  const story = h('p', { class: 'story' });
  let shown: About | undefined;
  return {
    element: h('header', {}, title, facts, story),
    update({ about }) {
      if (about === shown) return;
      shown = about;
      title.textContent = about.title;
      story.replaceChildren(...withCode(about.story ?? ''));
      show(story, about.story !== undefined);
      const origin = about.origin && about.url ? h('a', { href: about.url }, about.origin) : about.origin;
      const rules = about.rules.map((code) =>
        button(code, () => post({ type: 'explainRule', code }), {
          class: 'link',
          'aria-label': `Explain the rule ${code}`,
        }),
      );
      facts.replaceChildren(
        ...(origin ? ['Reported as ', origin] : []),
        ...(rules.length ? [h('span', { class: 'found' }, 'Found by ', ...between(rules, ', '))] : []),
      );
      show(facts, facts.childNodes.length > 0);
    },
  };
}

function between<T>(items: readonly T[], separator: string): (T | string)[] {
  return items.flatMap((item, n) => (n ? [separator, item] : [item]));
}
