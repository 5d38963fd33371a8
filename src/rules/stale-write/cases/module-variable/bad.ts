import { createServer } from 'node:http';

declare function store(ticket: number): Promise<void>;
declare function audit(text: string): Promise<string>;

let ticket = 0; // of the last visitor
let log = '';

createServer(async (_request, response) => {
  const next = ticket + 1;
  await store(next);
  ticket = next;
  // <- RG103 `ticket` is written from a value read before `await store(next)`
  log = `${log}\n${await audit('visit')}`;
  // <- RG103 `log` is written from a value read before `await audit('visit')`
  response.end(String(next));
}).listen(8080);
