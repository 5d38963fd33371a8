declare const source: EventTarget;
const log = (error: unknown) => console.error(error);

/** The newest load of a panel is the one that counts. */
export class Panels {
  private readonly loads = new Map<string, Promise<unknown>>();

  constructor() {
    source.addEventListener('change', (event) => this.load(event.type));
  }

  load(panel: string): void {
    const load = fetch(panel)
      .catch(log)
      .finally(() => this.loads.delete(panel));
    //               ^^^^^^^^^^^^^^^^^^^^^^^^ RG315 `this.loads[panel]` may hold a newer task's promise
    this.loads.set(panel, load);
  }

  isLoading(panel: string): boolean {
    return this.loads.has(panel);
  }
}
