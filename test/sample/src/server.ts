import { createServer } from 'node:http';
import { Jobs } from './jobs.js';
import { Quota } from './quota.js';
import { Renderer } from './renderer.js';
import { partial, template } from './templates.js';

const renderer = new Renderer();
const quota = new Quota();
const jobs = new Jobs();
let ready: string | undefined;

const server = createServer(async (request, response) => {
  const url = request.url ?? '/';
  const customer = String(request.headers['x-customer'] ?? 'nobody');
  ready ??= await template('page');
  const page = await renderer.render(url);
  response.end(ready.replace('{page}', page) + (await partial('footer')));
  jobs.start(() => quota.charge(customer, 1));
  jobs.start(() => quota.count(customer));
});

process.once('SIGTERM', async () => {
  server.close();
  await jobs.drain();
  renderer.close();
});

server.listen(8080);
