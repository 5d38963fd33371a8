interface Client {
  connect(): Promise<void>;
  send(text: string): Promise<void>;
}

declare function makeClient(name: string): Client;

const clients: Record<string, Client> = {};

async function clientOf(name: string): Promise<Client> {
  const known = clients[name];
  if (known) return known;
  //  ^^^^^ RG102 `clients[name]` can be used half-ready: it is set before `await client.connect()` is done
  const client = makeClient(name);
  clients[name] = client;
  await client.connect();
  return client;
}

exports.send = async (name: string, text: string): Promise<void> => {
  const client = await clientOf(name);
  await client.send(text);
};

exports.sendAll = async (names: readonly string[], text: string): Promise<void> => {
  await Promise.all(names.map(async (name) => (await clientOf(name)).send(text)));
};
