import { CancellationToken } from '@raceguard/runtime';

/** The field of a ticket shop in which one types where to go; it suggests stations. */
export interface Timetable {
  stations(text: string): Promise<readonly string[]>;
}

export interface TextField extends EventTarget {
  readonly value: string;
}

export class Destination {
  /** Shown under the field. */
  private suggestions: readonly string[] = [];
  private readonly suggestionsToken = new CancellationToken();
  readonly #timetable: Timetable;

  constructor(field: TextField, timetable: Timetable) {
    this.#timetable = timetable;
    field.addEventListener('input', () => this.suggest(field.value));
  }

  /** The Enter key takes the first one. */
  get chosen(): string | undefined {
    return this.suggestions[0];
  }

  async suggest(text: string): Promise<void> {
    this.suggestionsToken.cancel();
    this.suggestionsToken.reset();
    const latest = this.suggestionsToken.snapshot();
    const stations = await this.#timetable.stations(text);
    if (latest.cancelled) return;
    this.suggestions = stations;
  }
}
