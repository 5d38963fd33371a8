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
    const stations = await this.#timetable.stations(text);
    this.suggestions = stations;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG402 `this.suggestions` is written after `await this.#timetable.stations(text)`
  }
}
