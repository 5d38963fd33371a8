interface Bus {
  on(event: string, listener: (query: string) => void): void;
}

declare function search(query: string, options: { signal: AbortSignal }): Promise<string>;
declare function setError(message: string): void;
declare function setResult(result: string): void;

export function serve(bus: Bus, signal: AbortSignal): void {
  bus.on('search', async (query) => {
    try {
      setResult(await search(query, { signal }));
    } catch (e) {
      const message = e instanceof Error ? e.message : 'unknown';
      setError(message);
//    ^^^^^^^^^^^^^^^^^ RG403 `setError(message)` also answers when `signal` was aborted
    }
  });
}
