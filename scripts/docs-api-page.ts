/** `runtime/docs/api.md`: what the runtime exports, as a page. */
import type { Doc, Entry, Exported, Member } from './docs-api.ts';
import { markdownTable } from './markdown-table.ts';

const GROUPS = { class: 'Classes', function: 'Functions', type: 'Options and types', error: 'Errors' } as const;
const KINDS = Object.keys(GROUPS) as (keyof typeof GROUPS)[];

export function apiPage(entries: readonly Entry[]): string {
  const anchors = anchorsOf(entries);
  const pages = entries.map((entry) => new EntryPage(entry, anchors).whole());
  return `<!-- Generated from the docstrings of runtime/src: npm run docs -->

# API of @raceguard/runtime

Which one to take, [Which primitive](choose.md) tells. Times are milliseconds. Every wait takes [\`{ signal, timeout }\`](#waitoptions). Every error of the package is a [\`RaceguardError\`](#raceguarderror) with a \`code\`; an abort is none, it is whatever the signal's \`reason\` is. Each example on this page is compiled and run by a test, and prints what its comments say; functions such as \`connect\` or \`sleep\` stand for your own.

${entries.map((entry) => contentsOf(entry, anchors)).join('\n')}
${pages.join('\n')}`;
}

/** By specifier and name: a name can be exported by two entries. Numbered as GitHub numbers headings that repeat. */
function anchorsOf(entries: readonly Entry[]): Map<string, string> {
  const seen = new Map<string, number>();
  const anchors = new Map<string, string>();
  const add = (key: string, heading: string) => {
    const slug = heading
      .toLowerCase()
      .replace(/[^\w -]/g, '')
      .replaceAll(' ', '-');
    const before = seen.get(slug) ?? 0;
    seen.set(slug, before + 1);
    anchors.set(key, before === 0 ? slug : `${slug}-${before}`);
  };
  add('', 'API of @raceguard/runtime');
  for (const entry of entries) {
    add(entry.specifier, entry.specifier);
    for (const item of sorted(entry)) {
      add(`${entry.specifier} ${item.name}`, item.name);
      for (const { name } of methodsOf(item)) add(`${entry.specifier} ${item.name}.${name}`, headingOf(item, name));
    }
  }
  return anchors;
}

function sorted({ exported }: Entry): Exported[] {
  const order = (item: Exported) => KINDS.indexOf(item.kind);
  return [...exported].sort((a, b) => order(a) - order(b) || (a.name < b.name ? -1 : 1));
}

function methodsOf({ members }: Exported): Member[] {
  return members.filter(({ kind, name }) => kind === 'method' && name !== 'constructor');
}

function headingOf(item: Exported, member: string): string {
  return member.startsWith('[') ? `${item.name}${member}` : `${item.name}.${member}`;
}

function contentsOf(entry: Entry, anchors: ReadonlyMap<string, string>): string {
  const lines = KINDS.map((kind) => {
    const links = sorted(entry)
      .filter((item) => item.kind === kind)
      .map(({ name }) => `[${name}](#${anchors.get(`${entry.specifier} ${name}`)})`);
    return links.length === 0 ? '' : `  - ${GROUPS[kind]}: ${links.join(', ')}\n`;
  });
  return `- [\`${entry.specifier}\`](#${anchors.get(entry.specifier)})\n${lines.join('')}`.trimEnd();
}

class EntryPage {
  readonly #entry: Entry;
  readonly #anchors: ReadonlyMap<string, string>;

  constructor(entry: Entry, anchors: ReadonlyMap<string, string>) {
    this.#entry = entry;
    this.#anchors = anchors;
  }

  whole(): string {
    const items = sorted(this.#entry).map((item) => this.#item(item));
    return `\n## ${this.#entry.specifier}\n\n${this.#entry.intro}\n\n${items.join('\n')}`;
  }

  #item(item: Exported): string {
    const made = item.members.find(({ name }) => name === 'constructor');
    const head = codeBlock([...item.signatures, ...(made?.signatures ?? [])]);
    const code = item.code === undefined ? '' : `\`code\` is \`${item.code}\`.\n\n`;
    const ofMade = made === undefined ? '' : this.#text(made.doc);
    const parameters = ofMade === '' ? '' : `\`new ${item.name}\`:\n\n${ofMade}`;
    return [
      `### ${item.name}\n\n${head}\n${code}`,
      this.#text(item.doc, parameters),
      this.#properties(item),
      ...methodsOf(item).map((method) => this.#method(item, method)),
      this.#inherited(item),
    ]
      .join('')
      .trimEnd()
      .concat('\n');
  }

  #method(item: Exported, { name, signatures, doc }: Member): string {
    return `#### ${headingOf(item, name)}\n\n${codeBlock(signatures)}\n${this.#text(doc)}`;
  }

  /** @param more what stands between the text and the example */
  #text({ text, tags }: Doc, more = ''): string {
    const list = (name: string) => tags.get(name) ?? [];
    const params = list('param').map((param) => `- \`${oneLine(param).replace(/^(\S+)\s+(- )?/, '$1`: ')}\n`);
    const throws = list('throws').map((error) => `- Throws ${this.#named(oneLine(error))}\n`);
    const parts = [
      text,
      ...list('remarks').map((remark) => `**Not promised.** ${remark}`),
      [...params, ...throws].join('').trimEnd(),
      more.trimEnd(),
      ...list('see').map((source) => `**Source:** ${source}`),
      ...list('example'),
    ];
    return parts
      .filter((part) => part !== '')
      .map((part) => `${this.#linked(part)}\n\n`)
      .join('');
  }

  #properties(item: Exported): string {
    const rows = item.members
      .filter(({ kind }) => kind === 'property')
      .map(({ name, type, optional, doc }) => [
        `\`${name}${optional ? '?' : ''}\``,
        this.#type(type),
        this.#linked(oneLine(doc.text)),
      ]);
    return rows.length === 0 ? '' : `${markdownTable(['property', 'type', ''], rows)}\n\n`;
  }

  #inherited({ base }: Exported): string {
    const from = this.#find(base);
    if (from === undefined || this.#anchor(from.name) === undefined) return '';
    const names = from.members.filter(({ name }) => name !== 'constructor').map(({ name }) => `\`${name}\``);
    return `And what ${this.#link(from.name)} has: ${names.join(', ')}.\n\n`;
  }

  #find(name: string | undefined): Exported | undefined {
    return this.#entry.exported.find((item) => item.name === name);
  }

  /** The first word of what a `@throws` says as a link, where it is an error of ours. */
  #named(error: string): string {
    return error.replace(/^\w+Error\b/, (name) => this.#link(name) ?? `\`${name}\``);
  }

  #type(type: string): string {
    const [, name = '', rest = ''] = /^(\w+)( \| undefined|<.*>)?$/.exec(type) ?? [];
    const link = this.#link(name);
    return link === undefined ? `\`${type}\`` : rest === '' ? link : `${link}\`${rest}\``;
  }

  #linked(text: string): string {
    return text.replace(/\{@link\s+([^\s}|]+)\s*\}/g, (_, name: string) => {
      const link = this.#link(name);
      if (link === undefined) throw new Error(`A docstring links to ${name}, which is not exported. Write it as code.`);
      return link;
    });
  }

  #link(name: string): string | undefined {
    const anchor = this.#anchor(name);
    return anchor === undefined ? undefined : `[\`${name}\`](#${anchor})`;
  }

  #anchor(name: string): string | undefined {
    const own = this.#anchors.get(`${this.#entry.specifier} ${name}`);
    return name === '' ? undefined : (own ?? this.#anchors.get(`@raceguard/runtime ${name}`));
  }
}

function oneLine(text: string): string {
  return text.replaceAll(/\s*\n\s*/g, ' ');
}

function codeBlock(lines: readonly string[]): string {
  return `\`\`\`typescript\n${lines.map((line) => line.replace(/;$/, '')).join('\n')}\n\`\`\`\n`;
}
