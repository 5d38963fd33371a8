/**
 * Comments that silence findings:
 *
 *     // raceguard-disable-next-line lazy-init-race, RG103 -- why it is fine
 *     start(); // raceguard-disable-line
 *     /* raceguard-disable stale-write -- at the head of a file: for all of it, else up to raceguard-enable *\/
 *
 * Without rules all are silenced. One that silences nothing is reported, so that they don't outlive their cause.
 */
import type { Comment } from './comments.ts';
import { commentAt, isLineBreak } from './comments.ts';
import type { Finding, Problem, Span } from './finding.ts';
import { didYouMean } from './near.ts';
import type { Rule, RuleMeta } from './rule.ts';
import { type SourceTree, skipTrivia } from './syntax.ts';

type Verb = 'disable-next-line' | 'disable-line' | 'disable' | 'enable';

/** One rule name of a comment, or the whole comment where it names none. */
interface Suppression {
  readonly verb: Verb;
  /** `undefined`: all rules. */
  readonly rule: RuleMeta | undefined;
  /** As it is written. */
  readonly name: string | undefined;
  /** Of the name, or of the directive. */
  readonly span: Span;
  /** Findings that start in here are silenced. */
  readonly from: number;
  to: number;
  used: boolean;
}

const verbs: readonly Verb[] = ['disable-next-line', 'disable-line', 'disable', 'enable'];
const mark = /raceguard-(?:dis|en)able[\w-]*/g;

/**
 * Takes away the findings that comments silence. A comment that silences nothing becomes a problem only where that is
 * certain: its rule ran (`isOn`) and the file parses. `rules` are all that exist: they decide which names are unknown.
 */
export function applySuppressions(
  tree: SourceTree,
  findings: readonly Finding[],
  rules: readonly Rule[],
  isOn: (rule: RuleMeta) => boolean,
): { findings: readonly Finding[]; problems: readonly Problem[] } {
  if (!mayHoldSuppressions(tree.text)) return { findings, problems: [] };
  const metas = rules.map((r) => r.meta);
  const problems: Problem[] = [];
  const warn = (span: Span, message: string) => problems.push({ file: tree.fileName, span, level: 'warning', message });
  const suppressions = readSuppressions(tree, metas, warn);
  const kept = findings.filter((finding) => {
    const match = suppressions
      .filter(
        (s) => (!s.rule || s.rule.id === finding.rule) && s.from <= finding.span.start && finding.span.start < s.to,
      )
      .reduce<Suppression | undefined>((a, b) => (a && a.to - a.from <= b.to - b.from ? a : b), undefined);
    if (match) match.used = true;
    return !match;
  });
  if (!tree.syntaxErrors.length) {
    const allRan = metas.filter((m) => m.preset === 'recommended').every(isOn);
    for (const s of suppressions) {
      if (s.used || !(s.rule ? isOn(s.rule) : allRan)) continue;
      const where =
        s.verb === 'disable-next-line' ? ' on the next line' : s.verb === 'disable-line' ? ' on this line' : '';
      warn(
        s.span,
        s.name
          ? `Unused suppression: \`${s.name}\` reports nothing${where}. Remove it.`
          : `Unused suppression: nothing is reported${where}. Remove the comment.`,
      );
    }
  }
  return { findings: kept, problems };
}

export function mayHoldSuppressions(text: string): boolean {
  return text.includes('raceguard-');
}

function readSuppressions(
  tree: SourceTree,
  rules: readonly RuleMeta[],
  warn: (span: Span, message: string) => void,
): Suppression[] {
  const found: Suppression[] = [];
  for (const directive of directives(tree)) {
    const { verb, span } = directive;
    if (!verb) {
      const written = tree.text.slice(span.start, span.end);
      warn(
        span,
        `\`${written}\` is not a comment that Raceguard knows.${
          didYouMean(
            written,
            verbs.map((v) => `raceguard-${v}`),
          ) || ` It knows: ${verbs.map((v) => `raceguard-${v}`).join(', ')}.`
        }`,
      );
      continue;
    }
    const listed = listedRules(tree, directive, rules, warn);
    const named = listed.length ? listed : [{ rule: undefined, name: undefined, span }];
    if (verb === 'enable') {
      for (const { rule } of named)
        for (const open of found)
          if (open.verb === 'disable' && open.to > span.start && (!rule || open.rule === rule)) open.to = span.start;
      continue;
    }
    // A list of which nothing is known silences nothing.
    if (directive.hasList && !listed.length) continue;
    const range = rangeOf(tree, verb, directive.comment);
    for (const one of named) found.push({ verb, ...one, ...range, used: false });
  }
  return found;
}

interface Directive {
  readonly verb: Verb | undefined;
  readonly comment: Comment;
  readonly span: Span;
  /** The text behind the verb, without the reason. */
  readonly list: Span;
  readonly hasList: boolean;
}

function* directives(tree: SourceTree): Iterable<Directive> {
  for (const match of tree.text.matchAll(mark)) {
    const start = match.index;
    const end = start + match[0].length;
    const comment = commentAt(tree, start);
    // A directive opens its comment; one that is mentioned later is prose.
    if (!comment || !/^[\s*!]*$/.test(tree.text.slice(comment.bodyStart, start))) continue;
    const rest = tree.text.slice(end, comment.bodyEnd);
    const reason = rest.search(/(?:^|\s)--(?:\s|$)/);
    const list = { start: end, end: reason < 0 ? comment.bodyEnd : end + reason };
    const hasList = /[^\s*,]/.test(tree.text.slice(list.start, list.end));
    const verb = verbs.find((v) => match[0] === `raceguard-${v}`);
    yield { verb, comment, span: { start, end }, list, hasList };
  }
}

function listedRules(
  tree: SourceTree,
  { list }: Directive,
  rules: readonly RuleMeta[],
  warn: (span: Span, message: string) => void,
): { rule: RuleMeta; name: string; span: Span }[] {
  const listed: { rule: RuleMeta; name: string; span: Span }[] = [];
  for (const item of tree.text.slice(list.start, list.end).matchAll(/[^,]+/g)) {
    const words = [...item[0].matchAll(/[^\s*]+/g)];
    const first = words[0];
    if (!first) continue;
    const name = first[0];
    const start = list.start + item.index + first.index;
    const span = { start, end: start + name.length };
    const rule = rules.find((r) => r.id === name || r.code === name);
    if (!rule)
      warn(
        span,
        `No rule is called \`${name}\`.${didYouMean(
          name,
          rules.flatMap((r) => [r.id, r.code]),
        )} It silences nothing.`,
      );
    else listed.push({ rule, name, span });
    if (words.length > 1 && rule)
      warn(span, `Behind \`${name}\` a comma or the reason is expected, and a reason stands after \` -- \`.`);
  }
  return listed;
}

function rangeOf(tree: SourceTree, verb: Verb, comment: Comment): { from: number; to: number } {
  const { text } = tree;
  if (verb === 'disable') {
    const atHead = skipTrivia(text, 0) >= comment.end;
    return { from: atHead ? 0 : comment.start, to: Number.POSITIVE_INFINITY };
  }
  if (verb === 'disable-line') return { from: lineStart(text, comment.start), to: nextLine(text, comment.end) };
  const from = nextLine(text, comment.end);
  return { from, to: nextLine(text, from) };
}

function lineStart(text: string, pos: number): number {
  while (pos > 0 && !isLineBreak(text.charCodeAt(pos - 1))) pos--;
  return pos;
}

/** Start of the line after the one that holds `pos`; past the end where there is none. */
function nextLine(text: string, pos: number): number {
  while (pos < text.length && !isLineBreak(text.charCodeAt(pos))) pos++;
  return pos + (text.startsWith('\r\n', pos) ? 2 : 1);
}
