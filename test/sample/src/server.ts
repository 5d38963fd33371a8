import { createServer } from 'node:http';
import { Jobs } from './jobs.js';
import { Quota } from './quota.js';
import { Renderer } from './renderer.js';
import { cacheOf, databaseOf } from './tenants.js';

const renderer = new Renderer();
const quota = new Quota();
const jobs = new Jobs();

const server = createServer(async (request, response) => {
  const tenant = String(request.headers['x-tenant'] ?? 'nobody');
  const database = await databaseOf(tenant);
  const cache = await cacheOf(tenant);
  const page = await renderer.render(request.url ?? '/');
  await quota.charge(tenant, 1);
  await quota.count(tenant);
  response.end(page);
  jobs.start(async () => {
    cache.write(page);
    database.write(`rendered ${request.url}\n`);
  });
});

process.once('SIGTERM', async () => {
  server.close();
  await jobs.drain();
  renderer.close();
});

server.listen(8080);
