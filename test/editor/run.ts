// `npm run test:editor`: packages the extension, installs that file in a real VS Code, and runs the tests there.
//   npm run test:editor -- -g "undo"              tests whose title matches
//   npm run test:editor -- --window single        one of test/editor/windows/
//   npm run test:editor -- --open                 no tests: a window to look at, until Ctrl+C
//   npm run test:editor -- --update-screenshots   those that the README shows
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { openHost } from './hosts/find.ts';
import { Count } from './report.ts';
import { lookAround, runWindow, windowNames } from './windows.ts';

const { values } = parseArgs({
  options: {
    grep: { type: 'string', short: 'g' },
    window: { type: 'string', short: 'w' },
    open: { type: 'boolean', default: false },
    'update-screenshots': { type: 'boolean', default: false },
    /** The counts as JSON, for the script that adds them up. */
    stats: { type: 'string' },
  },
});

const started = performance.now();
const seconds = () => ((performance.now() - started) / 1000).toFixed(0);
const count = new Count();
const names = windowNames().filter((name) => !values.window || name === values.window);
if (names.length === 0) {
  console.error(`No window is named ${values.window}. There are: ${windowNames().join(', ')}.`);
  process.exit(2);
}

try {
  const host = await openHost((line) => console.log(line));
  console.log(`${host.name}, ready after ${seconds()} s`);
  try {
    if (values.open) await lookAround(host, names[0]!);
    else
      for (const name of names)
        await runWindow(host, name, count, { grep: values.grep, updateScreenshots: values['update-screenshots'] });
  } finally {
    await host.close();
  }
} catch (error) {
  count.failures.push({ title: 'the editor', error: withCauses(error) });
}
count.print();
console.log(
  `\neditor: ${count.passes} passed, ${count.failures.length} failed${count.pending ? `, ${count.pending} skipped` : ''}, ${seconds()} s`,
);
if (values.stats) {
  const stats = { passes: count.passes, failures: count.failures.length, pending: count.pending };
  writeFileSync(values.stats, JSON.stringify(stats));
}
process.exit(count.failures.length > 0 || (count.passes === 0 && !values.open) ? 1 : 0);

function withCauses(error: unknown): string {
  if (!(error instanceof Error)) return String(error);
  return error.cause ? `${error.message}\n${withCauses(error.cause)}` : (error.stack ?? error.message);
}
