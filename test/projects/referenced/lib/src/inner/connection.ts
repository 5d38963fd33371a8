export class Connection {
  async close(): Promise<void> {}
}
