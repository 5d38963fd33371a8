/** Runs a suite with mocha inside the extension host and tells the driver how it goes. */
import Mocha from 'mocha';
import { report, window } from './suite-end.ts';

/** `load` defines the tests: mocha's globals are there when it is called. */
export async function runMocha(load: () => void): Promise<void> {
  const grep = process.env.RACEGUARD_GREP;
  const mocha = new Mocha({ timeout: 60_000, ui: 'bdd', ...(grep ? { grep } : {}) });
  // Says nothing: the driver prints.
  mocha.reporter(class extends Mocha.reporters.Base {});
  mocha.suite.emit('pre-require', globalThis, '', mocha);
  mocha.suite.afterEach(async function () {
    const test = this.currentTest;
    if (test?.state === 'failed') await window.screenshot(`failed-${test.title}`);
  });
  load();

  let depth = 0;
  const sent: Promise<unknown>[] = [];
  const failures = await new Promise<number>((done) => {
    const runner = mocha.run(done);
    runner.on('suite', ({ title, root }) => {
      if (!root) sent.push(report({ event: 'suite', title, depth: depth++ }));
    });
    runner.on('suite end', ({ root }) => {
      if (!root) depth--;
    });
    runner.on('pass', ({ title, duration }) => sent.push(report({ event: 'pass', title, depth, ms: duration ?? 0 })));
    runner.on('pending', ({ title }) => sent.push(report({ event: 'pending', title, depth })));
    runner.on('fail', ({ title }, error) => {
      sent.push(report({ event: 'fail', title, depth, error: error.stack ?? String(error) }));
    });
  });
  await Promise.all(sent);
  await report({ event: 'end' });
  if (failures > 0) throw new Error(`${failures} failed`);
}
