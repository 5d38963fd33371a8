/** The caller handles the flight, but not the promise that `.finally` returns. */
export class Loader {
  private readonly flights = new Map<string, Promise<Response>>();

  load(url: string): Promise<Response> {
    const running = this.flights.get(url);
    if (running) return running;
    const flight = fetch(url);
    this.flights.set(url, flight);
    flight.finally(() => this.flights.delete(url));
//  ^^^^^^^^^^^^^^ RG313 `this.flights` is kept by hand
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
    void flight.finally(() => this.flights.delete(url));
    //   ^^^^^^^^^^^^^^ RG313 `this.flights` is kept by hand
    return flight;
  }
}
