/** A real VS Code with the packaged extension: what its tests measure on the way. */
import { spawn } from 'node:child_process';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '../../..');
const measuring = 'activates for|found after the last key';

/** Prints each measured line as it comes. Throws when a test fails or no VS Code can be had: nothing is measured then. */
export async function benchEditor(): Promise<void> {
  const child = spawn(process.execPath, ['test/editor/run.ts', '--window', 'single', '-g', measuring], { cwd: root });
  const lines: string[] = [];
  for (const stream of [child.stdout, child.stderr])
    createInterface(stream).on('line', (line) => {
      lines.push(line);
      if (/\d ms (?:after|in)\b|^\S.*ready after/.test(line)) console.log(line.trim());
    });
  const code = await new Promise<number | null>((done) => child.on('close', done));
  if (code !== 0) throw new Error(`The tests that measure in VS Code failed:\n${lines.join('\n')}`);
}
