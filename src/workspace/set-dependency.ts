/** One dependency set in the text of a package.json; every other byte stays. */

const sections = ['dependencies', 'devDependencies', 'optionalDependencies'] as const;

/** Specs by which a project takes a package from its own tree. */
const own = /^(workspace|link|portal):/;

interface Member {
  readonly key: string;
  /** Where its key begins and its value ends. */
  readonly start: number;
  readonly end: number;
  readonly value: number;
  /** What stands between it and the brace or comma before it. */
  readonly space: string;
}

/**
 * The text with `name` at `spec`: where the project already lists it, else in `dependencies`, in the order of the
 * alphabet. The same text if it is there already; `undefined` if the project takes it from its own tree.
 *
 * @param text valid JSON, an object
 */
export function setDependency(text: string, name: string, spec: string): string | undefined {
  const manifest = JSON.parse(text);
  const section = sections.find((s) => typeof manifest[s]?.[name] === 'string') ?? 'dependencies';
  const present = manifest[section]?.[name];
  if (present === spec) return text;
  if (own.test(present)) return undefined;

  const top = membersOf(text, text.indexOf('{'));
  const object = top.findLast(({ key }) => key === section);
  const unit = top.at(-1)?.space ?? '\n  ';
  const entry = `${JSON.stringify(name)}: ${JSON.stringify(spec)}`;
  if (object === undefined) {
    const before = top.find(({ key }) => /^(dev|peer|optional|bundle)?dependencies/i.test(key));
    return insert(text, text.indexOf('{'), top, before, `"dependencies": ${wrap(entry, unit)}`);
  }
  const members = membersOf(text, object.value);
  const listed = members.findLast(({ key }) => key === name);
  if (listed !== undefined) return splice(text, listed.start, listed.end, entry);
  if (members.length === 0) return splice(text, object.value, object.end, wrap(entry, unit));
  const before = members.find(({ key }) => key > name);
  return insert(text, object.value, members, before, entry);
}

/** An object of one entry, a level deeper than `unit`, the space before a member at the top. */
function wrap(entry: string, unit: string): string {
  if (!unit.includes('\n')) return `{ ${entry} }`;
  return `{${unit}${unit.replace(/^[\s\S]*\n/, '')}${entry}${unit}}`;
}

function insert(text: string, open: number, members: Member[], before: Member | undefined, entry: string): string {
  if (before !== undefined) return splice(text, before.start, before.start, `${entry},${before.space}`);
  const last = members.at(-1);
  if (last !== undefined) return splice(text, last.end, last.end, `,${last.space}${entry}`);
  return splice(text, open, text.indexOf('}', open) + 1, `{\n  ${entry}\n}`);
}

function splice(text: string, start: number, end: number, insertion: string): string {
  return text.slice(0, start) + insertion + text.slice(end);
}

/** The members of the object whose brace stands at `open`. */
function membersOf(text: string, open: number): Member[] {
  const members: Member[] = [];
  for (let i = open + 1; ; ) {
    const start = skipSpace(text, i);
    if (text[start] === '}') return members;
    const keyEnd = skipValue(text, start);
    const value = skipSpace(text, skipSpace(text, keyEnd) + 1);
    const end = skipValue(text, value);
    members.push({ key: JSON.parse(text.slice(start, keyEnd)), start, end, value, space: text.slice(i, start) });
    i = skipSpace(text, end);
    if (text[i] === ',') i++;
  }
}

function skipSpace(text: string, from: number): number {
  let i = from;
  while (/\s/.test(text[i] ?? '')) i++;
  return i;
}

const token = /"(?:[^"\\]|\\.)*"|[^\s[\]{},:"]+|[[\]{},:]/y;

function skipValue(text: string, from: number): number {
  let depth = 0;
  let i = from;
  do {
    token.lastIndex = skipSpace(text, i);
    const found = token.exec(text)?.[0] ?? '';
    if (found === '{' || found === '[') depth++;
    if (found === '}' || found === ']') depth--;
    i = token.lastIndex;
  } while (depth > 0);
  return i;
}
