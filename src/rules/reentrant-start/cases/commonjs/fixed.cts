import { KeyedMutex } from '@raceguard/runtime';

interface Client {
  connect(): Promise<void>;
  send(text: string): Promise<void>;
}

declare function makeClient(name: string): Client;

const clients: Record<string, Client> = {};
const clientsMutex = new KeyedMutex<string>();

async function clientOf(name: string): Promise<Client> {
  return clientsMutex.runExclusive(name, async () => {
    const known = clients[name];
    if (known) return known;
    const client = makeClient(name);
    await client.connect();
    clients[name] = client;
    return client;
  });
}

exports.send = async (name: string, text: string): Promise<void> => {
  const client = await clientOf(name);
  await client.send(text);
};

exports.sendAll = async (names: readonly string[], text: string): Promise<void> => {
  await Promise.all(names.map(async (name) => (await clientOf(name)).send(text)));
};
