const globalClient = { close: async () => {} };
globalClient.close();
