/** A program whose `client` two events both initialise, in its line 5. */
export const race: string = `let client: object | undefined;
declare const bus: { on(event: string, handler: () => void): void };
declare function connect(): Promise<object>;
bus.on('message', async () => {
  if (!client) client = await connect();
  console.log(client);
});
export {};
`;
