/**
 * The process that runs programs: one request of its parent, then events until its end. The parent ends it, with all
 * that the programs have started and left.
 */
import { endWith } from '../service/watchdog.ts';
import { ALIVE_MS, ParentChannel, type ToRunner } from './channel.ts';
import { endOwnGroup } from './group.ts';
import { watchOutput } from './output.ts';
import { Refused } from './refused.ts';
import { Reporter } from './reporter.ts';
import { Stray } from './stray.ts';
import { tellWhereItHangs } from './stuck.ts';

const parent = Number(process.argv[2]);
if (!parent) {
  process.stderr.write('This is the process in which Raceguard runs programs. Run `raceguard explore` instead.\n');
  process.exit(2);
}
endWith(parent, { group: true, memory: 2 * Number(process.argv[3]) || undefined });
const end = process.exit.bind(process);
process.exit = (code) => {
  throw new Error(`process.exit(${code ?? ''}) was called. A program that is explored may not end its process.`);
};
// The terminal's Ctrl-C is for the parent, which decides.
process.on('SIGINT', () => {});

const control = new AbortController();
const channel = new ParentChannel(receive, endOwnGroup);
const hangMs = Number(process.argv[4]);
const beat = tellWhereItHangs(hangMs / 2);
channel.send({ event: 'alive' });
const alive = (): void => {
  beat();
  channel.send({ event: 'alive' });
};
setInterval(alive, ALIVE_MS);
watchOutput((text) => channel.send({ event: 'output', text }));
const surroundings = {
  reporter: new Reporter(channel),
  stray: new Stray(),
  signal: control.signal,
  patienceMs: 3 * hangMs,
  alive,
};

function receive(message: ToRunner): void {
  if (message.run === 'cancel') {
    control.abort(new Error('cancelled'));
    return;
  }
  run(message).then(
    () => channel.send({ event: 'done' }),
    (error: unknown) => {
      if (control.signal.aborted) end(0);
      else if (error instanceof Refused) channel.send({ event: 'stopped', why: 'refused', message: error.message });
      else {
        process.stderr.write(`${error instanceof Error ? error.stack : String(error)}\n`);
        end(1);
      }
    },
  );
}

async function run(request: Exclude<ToRunner, { run: 'cancel' }>): Promise<void> {
  // Each loads what the other has no use for.
  if (request.run === 'file') await (await import('./run-file.ts')).runFile(request, surroundings);
  else await (await import('./run-scenario.ts')).runScenario(request, surroundings);
}
