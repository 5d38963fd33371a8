import { createServer } from 'node:http';
import { Mutex } from '@raceguard/runtime';

declare function store(ticket: number): Promise<void>;
declare function audit(text: string): Promise<string>;

let ticket = 0; // of the last visitor
const ticketMutex = new Mutex();
let log = '';

createServer(async (_request, response) => {
  await ticketMutex.runExclusive(async () => {
    const next = ticket + 1;
    await store(next);
    ticket = next;
    log = `${log}\n${await audit('visit')}`;
    response.end(String(next));
  });
}).listen(8080);
