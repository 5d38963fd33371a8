/** From the code that was made of users' sources back to them: lines are kept when it is made, columns are not. */
import { SourceMap } from 'node:module';
import type { Site } from '../../runtime/src/testing/index.ts';
import type { Place } from '../protocol/runner.ts';
import { slashed } from '../workspace/paths.ts';
import { originalOf } from './original.ts';
import { ownCode } from './own-code.ts';

const INLINE = /\/\/# sourceMappingURL=data:application\/json[^,]*;base64,([\w+/=]+)\s*$/;
/** jiti runs the code as the body of a function, whose head stands in its first line. */
const HEAD = '(function (exports, require, module, __filename, __dirname, jitiImport, jitiESMResolve) { '.length;
const ASYNC_HEAD = HEAD + 'async '.length;

interface Source {
  readonly head: number;
  readonly encoded: string;
  map?: SourceMap;
}

export class SourcePlaces {
  readonly #sources = new Map<string, Source>();

  /** `code` with its map at its end; returns it without. */
  keep({ filename, async }: { filename?: string; async?: boolean }, code: string): string {
    const map = INLINE.exec(code);
    if (!map || filename === undefined) return code;
    this.#sources.set(slashed(filename), { head: async ? ASYNC_HEAD : HEAD, encoded: map[1] as string });
    return code.slice(0, map.index);
  }

  /** `undefined` for code of packages, and of ours. */
  placeOf({ file, line, column }: Site): Place | undefined {
    if (file.includes('/node_modules/')) return undefined;
    const source = this.#sources.get(file);
    if (!source) return ownCode.some((folder) => file.startsWith(folder)) ? undefined : { file, line, column };
    source.map ??= new SourceMap(JSON.parse(Buffer.from(source.encoded, 'base64').toString('utf8')));
    const made = { file, line, column: column - (line === 1 ? source.head : 0) };
    return originalOf(source.map, made) ?? { file, line, column };
  }
}
