/**
 * The globs of `raceguard.config.json`, read as `.gitignore` reads them: relative to the configuration's folder; a
 * glob without a slash matches that name at any depth; a folder stands for all that is in it; `!` takes back.
 */
import picomatch from 'picomatch/posix.js';

export interface GlobSet {
  /** A path relative to the configuration's folder, with forward slashes. */
  matches(path: string): boolean;
}

const options = { dot: true, posix: true, noextglob: true };

/** What the library would take in a sense that nobody meant. */
const faults: readonly (readonly [has: (glob: string) => boolean, what: string])[] = [
  [(glob) => /\[(?![!^]?\]?[^\]/]+\])/.test(glob), 'a `[` has no `]`'],
  [(glob) => /[@+!]\(/.test(glob), '`(` makes no pattern: write `{a,b}`'],
  [(glob) => /\{[^{},]*\}/.test(glob), 'braces hold alternatives: `{a,b}`'],
  [(glob) => glob.split('{').length > glob.split('}').length, 'a `{` has no `}`'],
  [(glob) => glob.split('(').length !== glob.split(')').length, 'a `(` has no `)`'],
];

export function globSet(globs: readonly string[]): GlobSet {
  const tests = globs.map((glob) => {
    const taken = glob.startsWith('!');
    return { taken, test: picomatch(expand(taken ? glob.slice(1) : glob).map(literal), options) };
  });
  return {
    matches(path) {
      if (path.startsWith('../') || path === '..') return false;
      let matched = false;
      for (const { taken, test } of tests) if (matched === taken && test(path)) matched = !taken;
      return matched;
    },
  };
}

/** Why a glob can't be meant as it stands, with the remedy; undefined for a good one. */
export function globFault(glob: string): string | undefined {
  const body = glob.startsWith('!') ? glob.slice(1) : glob;
  if (!body.trim()) return 'the glob is empty: name files, like `src/**/*.ts`';
  if (body.includes('\\')) return `\`${glob}\` has a backslash: separate folders with \`/\` on every system`;
  if (body.startsWith('/') || /^[A-Za-z]:/.test(body))
    return `\`${glob}\` is absolute: write it relative to the configuration file's folder`;
  if (body.split('/').includes('..'))
    return `\`${glob}\` leaves the configuration file's folder: put a configuration file there`;
  const fault = faults.find(([has]) => has(body));
  return fault && `\`${glob}\` is not a glob: ${fault[1]}`;
}

/** Parentheses, pluses and a bracket in brackets stand for themselves: `app/(auth)/[[]id]/*`. */
function literal(glob: string): string {
  return glob.replaceAll('[[]', '\\[').replace(/[()+]/g, '\\$&');
}

function expand(glob: string): string[] {
  const body = glob.replace(/^\.\//, '').replace(/\/+$/, '') || '.';
  const anchored = body.includes('/') || body === '**' || glob.startsWith('./') ? body : `**/${body}`;
  return [anchored, `${anchored}/**`];
}
