import { Connection } from 'inner/connection';

export async function connect(): Promise<Connection> {
  return new Connection();
}
