// Runs a real form from what is shipped, prints what it does, and what there is of it in the end.
import { readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';

const [bundle, id, version, abortAt, after, execPath] = process.argv.slice(2);
if (execPath) process.execPath = execPath;
const { runReal } = await import(bundle);
const controller = new AbortController();
let steps = 0;
const onStep = (text) => {
  console.log(text);
  if (++steps === Number(abortAt)) setTimeout(() => controller.abort(new Error('enough')), Number(after));
};
const ended = await runReal(id, version, { signal: controller.signal, onStep }).then(
  () => 'passed',
  (error) => error.message,
);
console.log(JSON.stringify({ ended, left: readdirSync(tmpdir()), handles: process.getActiveResourcesInfo() }));
