import { once } from 'node:events';
import { connect, type Socket } from 'node:net';

const databases = new Map<string, Socket>();

// Two requests of one tenant open two connections; the first one is never closed.
export async function databaseOf(tenant: string): Promise<Socket> {
  const known = databases.get(tenant);
  if (known) return known;
  const database = await open(`${tenant}.db.internal`);
  databases.set(tenant, database);
  return database;
}

const caches = new Map<string, Promise<Socket>>();

/** The safe twin: the entry is set before anything is awaited. */
export function cacheOf(tenant: string): Promise<Socket> {
  let cache = caches.get(tenant);
  if (!cache) {
    cache = open(`${tenant}.cache.internal`);
    caches.set(tenant, cache);
  }
  return cache;
}

async function open(host: string): Promise<Socket> {
  const socket = connect(5432, host);
  await once(socket, 'connect');
  return socket;
}
