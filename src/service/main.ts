/** What the analysis process runs: messages of its parent in and out, and its end with the parent. */
import type { FromService, ToService } from '../protocol/service.ts';
import { allRules } from '../workspace/all-rules.ts';
import { Server } from './server.ts';
import { endWith } from './watchdog.ts';

const tidyMs = 60_000;

if (!process.send) {
  process.stderr.write('This is the analysis process of the Raceguard editor extension. Run `raceguard` instead.\n');
  process.exit(2);
}
// Told by the parent, which may have died since.
endWith(Number(process.argv[2]) || process.ppid);
process.on('disconnect', () => process.exit(0));
// The editor's window decides when this process ends; a Ctrl-C in a terminal that started the editor does not.
process.on('SIGINT', () => {});

const server = new Server(await allRules(process.env), send);
process.on('message', (message) => server.receive(message as ToService));
setInterval(() => server.tidy(), tidyMs).unref();

function send(message: FromService): void {
  // The parent may go at any time; then there is nobody to tell.
  if (process.connected) process.send?.(message, undefined, undefined, () => {});
}
