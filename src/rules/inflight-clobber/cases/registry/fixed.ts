import { TaskRegistry } from '@raceguard/runtime';

declare const source: EventTarget;
const log = (error: unknown) => console.error(error);

/** The newest load of a panel is the one that counts. */
export class Panels {
  private readonly loads = new TaskRegistry();

  constructor() {
    source.addEventListener('change', (event) => this.load(event.type));
  }

  load(panel: string): void {
    void this.loads.track(
      fetch(panel)
        .catch(log),
      { id: panel, onDuplicate: 'replace' },
    );
  }

  isLoading(panel: string): boolean {
    return this.loads.has(panel);
  }
}
