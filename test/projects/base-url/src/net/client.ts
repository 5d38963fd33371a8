export class Client {
  close(): Promise<void> {
    return Promise.resolve();
  }
}
export async function connect(): Promise<Client> {
  return new Client();
}
