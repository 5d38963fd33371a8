/** Where code that was made of a source stands in it. */
import type { SourceMap } from 'node:module';
import type { Place } from '../protocol/runner.ts';

/** `made`: the place in the code that was made, in the name of its source; `undefined` for what stands for none of it. */
export function originalOf(map: SourceMap, { file, line, column }: Place): Place | undefined {
  const found = map.findEntry(line - 1, column - 1);
  if (!('originalLine' in found)) return undefined;
  return { file, line: found.originalLine + 1, column: found.originalColumn + 1 };
}
