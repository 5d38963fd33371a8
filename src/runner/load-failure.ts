/** Why a user's file can't be loaded: the place, the cause and the remedy. */
import { readFileSync } from 'node:fs';
import { sitesOfError } from '../../runtime/src/testing/sites.ts';
import type { PlaceOf } from './pictures.ts';
import { Refused } from './refused.ts';

export function whyNotLoaded(file: string, error: unknown, placeOf: PlaceOf): Refused {
  if (!(error instanceof Error)) return new Refused(`${file}: it threw ${String(error)} when it was loaded. ${remedy}`);
  return new Refused(unparsed(error) ?? missing(file, error) ?? thrown(file, error, placeOf));
}

const remedy = 'What a program needs is made inside of it, or is there before its file is loaded.';

/** jiti tells `ParseError: <what> \n <file>:<line>:<column>`. */
function unparsed({ message }: Error): string | undefined {
  const [, what, place] = /^\w+: ([\s\S]*?)\s*\n\s(\S.*:\d+:\d+)$/.exec(message) ?? [];
  if (what === undefined) return undefined;
  return `${place}: it does not parse: ${what.replace(/\s+\(\d+:\d+\)/, '').replace(/[\s.]+$/, '')}. Correct it.`;
}

/** `Cannot find module 'x'`, then who required it; or `Cannot find package 'x' imported from /a/b.js`. */
function missing(file: string, error: Error): string | undefined {
  const { code, message } = error as NodeJS.ErrnoException;
  if (code !== 'MODULE_NOT_FOUND' && code !== 'ERR_MODULE_NOT_FOUND') return undefined;
  const [, name] = /Cannot find (?:module|package) '([^']+)'/.exec(message) ?? [];
  if (name === undefined) return `${file}: ${message}`;
  const [, from = file] = /(?:Require stack:\n- | imported from )(.+)$/m.exec(message) ?? [];
  const isPath = /^(?:[./\\]|[A-Za-z]:|file:)/.test(name);
  const [, root = name] = /^((?:@[^/]+\/)?[^/]+)/.exec(name) ?? [];
  const help = isPath ? 'Correct the path.' : `Install it (npm install ${root}), or correct the name.`;
  return `${from}${lineOf(name, from)}: it imports '${name}', which can't be found. ${help}`;
}

function lineOf(name: string, file: string): string {
  try {
    const lines = readFileSync(file, 'utf8').split('\n');
    const at = lines.findIndex((line) => line.includes(`'${name}'`) || line.includes(`"${name}"`));
    return at < 0 ? '' : `:${at + 1}`;
  } catch {
    return '';
  }
}

function thrown(file: string, error: Error, placeOf: PlaceOf): string {
  const place = sitesOfError(error)
    .map(placeOf)
    .find((found) => found !== undefined);
  const at = place ? `${place.file}:${place.line}:${place.column}` : file;
  return `${at}: it threw when it was loaded: ${error.name}: ${error.message}. ${remedy}`;
}
