import { TaskRegistry } from '@raceguard/runtime';

/** The caller handles the flight, but not the promise that `.finally` returns. */
export class Loader {
  private readonly flights = new TaskRegistry<string, Response>();

  load(url: string): Promise<Response> {
    const running = this.flights.get(url);
    if (running) return running;
    const flight = fetch(url);
    void this.flights.track(flight, { id: url });
    return flight;
  }
}

/** It stays a Map, since others use it. */
export class Shared {
  readonly flights = new Map<string, Promise<Response>>();

  load(url: string): Promise<Response> {
    const running = this.flights.get(url);
    if (running) return running;
    const flight = fetch(url);
    this.flights.set(url, flight);
    void flight.finally(() => this.flights.delete(url)).catch(() => {});
    return flight;
  }
}
