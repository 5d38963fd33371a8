/**
 * One glob as a regular expression: `*`, `**`, `?`, `[a-z]`, `[!a]`, `{a,b}`; the rest stands for itself. A library for
 * this would be a tenth of the plugin that tsserver reads at its start.
 */

/** @throws Error on brackets that don't match, and on what only other tools read as a glob: `@(a|b)`, `{1..3}` */
export function globPattern(glob: string): RegExp {
  let source = '';
  let depth = 0;
  for (let i = 0; i < glob.length; i++) {
    const c = glob[i]!;
    const rest = glob.slice(i);
    if (c === '*') {
      const stars = /^\*+/.exec(rest)![0].length;
      const isSegment = startsSegment(glob, i) && /^(?:$|[/,}])/.test(glob.slice(i + stars));
      const isDeep = stars > 1 && isSegment;
      i += stars - 1;
      if (isDeep && glob[i + 1] === '/') {
        source += '(?:[^/]+/)*';
        i++;
      } else source += isDeep ? '.*' : isSegment ? '[^/]+' : '[^/]*';
    } else if (c === '?') source += '[^/]';
    else if (c === '[') {
      const set = /^\[([!^]?)(\]?[^\]/]*)\]/.exec(rest);
      if (!set?.[2]) throw new Error('a `[` has no `]`');
      source += `[${set[1] ? '^/' : ''}${set[2].replace(/[\\[\]^]/g, '\\$&')}]`;
      i += set[0].length - 1;
    } else if (c === '{') {
      if (/^\{[^{},]*\}/.test(rest)) throw new Error('braces hold alternatives: `{a,b}`');
      depth++;
      source += '(?:';
    } else if (c === '}' && depth > 0) {
      depth--;
      source += ')';
    } else if (c === ',' && depth > 0) source += '|';
    else if ('@+!'.includes(c) && glob[i + 1] === '(') throw new Error('`(` makes no pattern: write `{a,b}`');
    else source += c.replace(/[\\^$.|+()}\]]/, '\\$&');
  }
  if (depth > 0) throw new Error('a `{` has no `}`');
  if ((glob.match(/\(/g)?.length ?? 0) !== (glob.match(/\)/g)?.length ?? 0)) throw new Error('a `(` has no `)`');
  return new RegExp(`^${source}$`, 's');
}

function startsSegment(glob: string, at: number): boolean {
  return at === 0 || /[/,{]/.test(glob[at - 1]!);
}
