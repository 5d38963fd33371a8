import { createServer } from 'node:http';
import { Mutex } from '@raceguard/runtime';

declare function store(ticket: number): Promise<void>;
declare function audit(text: string): Promise<string>;

let ticket = 0; // of the last visitor
const ticketMutex = new Mutex();
let log = '';

createServer(async (_request, response) => {
  const next = await ticketMutex.runExclusive(async () => {
    const next = ticket + 1;
    await store(next);
    ticket = next;
    return next;
  });
  const value = await audit('visit');
  log = `${log}\n${value}`;
  response.end(String(next));
}).listen(8080);
