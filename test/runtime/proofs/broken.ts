import { readFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../toolbox.ts';
import type { Breakage } from './breakages.ts';
import type { Runtime } from './proof.ts';

/** The package with one line changed. Throws if that line is not there any more, once and as it was. */
export async function broken({ file, from, to }: Breakage): Promise<Runtime> {
  const source = join(root, 'runtime/src');
  const text = readFileSync(join(source, file), 'utf8');
  const pattern = new RegExp(from.replace(/[^\w\s]/g, '\\$&').replace(/\s+/g, '\\s+'), 'g'); // however it is indented
  if (text.match(pattern)?.length !== 1) throw new Error(`${file} does not hold this once: ${from}`);
  const { outputFiles } = await build({
    entryPoints: [join(source, 'index.ts')],
    bundle: true,
    write: false,
    format: 'esm',
    platform: 'neutral',
    plugins: [
      {
        name: 'one line changed',
        setup: ({ onLoad }) =>
          onLoad({ filter: /\.ts$/ }, ({ path }) =>
            basename(path) === file ? { contents: text.replace(pattern, () => to), loader: 'ts' } : undefined,
          ),
      },
    ],
  });
  return import(`data:text/javascript,${encodeURIComponent(outputFiles[0]?.text ?? '')}`);
}
