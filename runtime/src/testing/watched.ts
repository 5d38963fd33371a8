import { contentOf, isCollection, listen, sameContent } from './collection.ts';
import { messageOf } from './failure.ts';
import { Names } from './names.ts';
import { type Listener, Property } from './property.ts';
import { type Site, sitesAbove } from './sites.ts';
import { StandIn } from './stand-in.ts';

/** A read or a write of a watched location. */
export interface TimelineAccess {
  /** Which one: an index into `watched` of the timeline. */
  readonly watched: number;
  /** Whether the program only looked, or also changed it. */
  readonly kind: 'read' | 'write';
  /** What was read, or what it is after the write. */
  readonly value: string;
  /** The code that did it, innermost first; empty where only the change was seen. */
  readonly sites: readonly Site[];
  /** The task whose code it was, where that is another than the step's. */
  readonly task?: string;
}

/** @internal */
export type Tell = (access: Omit<TimelineAccess, 'task'>) => void;

/** @internal A shared location of one run that is written down. */
interface Location {
  readonly name: string;
  /** Its value before the first step; empty if it was not watched by then. */
  first: string;
  shown: string;
  /** What was in it when it was looked at last. */
  content: readonly unknown[];
  readonly look: () => unknown;
  readonly property?: Property;
  readonly object?: object;
  readonly key?: PropertyKey;
  written: boolean;
  collection?: object | undefined;
  unlisten?: (() => void) | undefined;
}

/** @internal The shared locations of one run that is written down. */
export class Watched {
  readonly locations: Location[] = [];
  readonly #names = new Names();
  readonly #standIns = new Map<object, StandIn>();
  readonly #tell: Tell;
  /** Whether the explorer itself is looking: then nothing is told. */
  #looking = false;
  #began = false;

  constructor(tell: Tell) {
    this.#tell = tell;
  }

  value(name: string, read: () => unknown): void {
    this.#add({ name: this.#nameFor(name), first: '', shown: '', content: [], look: read, written: false });
  }

  has(object: object, key: PropertyKey): boolean {
    return this.locations.some((one) => one.object === object && one.key === key);
  }

  property(object: object, key: PropertyKey, name: string): void {
    const at = this.locations.length;
    const listener: Listener = {
      read: (value, entry) => this.#access(at, 'read', value, entry),
      wrote: (value, entry) => {
        this.#follow(at, value);
        this.#access(at, 'write', value, entry);
      },
    };
    let standIn = this.#standIns.get(object);
    if (standIn === undefined) {
      standIn = new StandIn(object);
      this.#standIns.set(object, standIn);
    }
    const property = new Property(object, key, listener, standIn);
    const look = () => property.settle();
    const nothing = { first: '', shown: '', content: [], written: false };
    this.#add({ name: this.#nameFor(name), ...nothing, look, property, object, key });
  }

  /** Looks at all of them: before the first step, and when all code of a step has run. Returns what is shown. */
  settle(): string[] {
    const shown = this.locations.map((_, at) => this.#look(at));
    if (!this.#began) for (const location of this.locations) location.first = location.shown;
    this.#began = true;
    return shown;
  }

  /** What `show` calls of the program tells nothing. */
  quietly<R>(show: () => R): R {
    if (this.#looking) return show();
    this.#looking = true;
    try {
      return show();
    } finally {
      this.#looking = false;
    }
  }

  close(): void {
    for (const { property, unlisten } of this.locations) {
      unlisten?.();
      property?.restore();
    }
  }

  #add(location: Location): void {
    this.locations.push(location);
    this.#look(this.locations.length - 1);
  }

  #look(at: number): string {
    const location = this.locations[at] as Location;
    this.quietly(() => {
      try {
        const value = location.look();
        const content = contentOf(value);
        location.shown = this.#names.show(value);
        if (location.property === undefined) return;
        this.#follow(at, value);
        const changed = !sameContent(content, location.content);
        location.content = content;
        if (changed && !location.written && this.#began) {
          this.#tell({ watched: at, kind: 'write', value: location.shown, sites: [] });
        }
      } catch (error) {
        location.shown = `throws ${messageOf(error)}`;
      }
    });
    location.written = false;
    return location.shown;
  }

  /** Follows what changes a collection without a write of the property that holds it. */
  #follow(at: number, value: unknown): void {
    const location = this.locations[at] as Location;
    if (location.collection === value) return;
    location.unlisten?.();
    location.collection = isCollection(value) ? value : undefined;
    location.unlisten =
      location.collection && listen(location.collection, (entry) => this.#access(at, 'write', value, entry));
  }

  #access(at: number, kind: 'read' | 'write', value: unknown, entry: (...args: never[]) => unknown): void {
    if (this.#looking) return;
    const location = this.locations[at] as Location;
    if (kind === 'write') location.written = true;
    const sites = sitesAbove(entry);
    this.#tell({ watched: at, kind, value: this.quietly(() => this.#names.show(value)), sites });
  }

  #nameFor(name: string): string {
    const taken = this.locations.filter((one) => one.name === name || one.name.startsWith(`${name} #`)).length;
    return taken === 0 ? name : `${name} #${taken + 1}`;
  }
}
