import {
  type Call,
  Collection,
  contentOf,
  EVERY,
  entryOf,
  isCollection,
  type Keyed,
  sameContent,
  sameKey,
} from './collection.ts';
import { messageOf } from './failure.ts';
import { Names, unlike } from './names.ts';
import { Property } from './property.ts';
import { type Entry, type Site, sitesAbove } from './sites.ts';
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

/** What a location shows now; `content`, if it tells of accesses: what is compared to see a change that went unheard. */
interface Look {
  readonly text: string;
  readonly content?: readonly unknown[];
}

class Location {
  readonly name: string;
  readonly of: readonly [object: object, key: unknown] | undefined;
  look: () => Look = () => ({ text: '' });
  close: () => void = () => {};
  content: readonly unknown[] | undefined;
  /** Whether a write of it was heard since it was looked at. */
  written = false;

  constructor(name: string, of?: readonly [object: object, key: unknown]) {
    this.name = name;
    this.of = of;
  }
}

/** @internal The shared locations of one run that is written down. */
export class Watched {
  readonly locations: Location[] = [];
  readonly #names = new Names();
  readonly #standIns = new Map<object, StandIn>();
  readonly #collections = new Map<object, Collection>();
  readonly #tell: (access: TimelineAccess) => void;
  /** Whether the explorer itself is looking: then nothing is told. */
  #looking = false;

  constructor(tell: (access: TimelineAccess) => void) {
    this.#tell = tell;
  }

  has(object: object, key: unknown): boolean {
    return this.locations.some(({ of }) => of?.[0] === object && sameKey(of[1], key));
  }

  value(name: string, read: () => unknown): void {
    const location = this.#add(name);
    location.look = () => ({ text: this.#names.show(read()) });
    this.#look(location);
  }

  property(object: object, key: PropertyKey, name: string): void {
    const location = this.#add(name, [object, key]);
    const show = (value: unknown) => this.#names.show(value);
    let held: object | undefined;
    const changed = ({ does, entry }: Call) => {
      if (does === 'change') this.#access(location, 'write', () => show(held), entry);
    };
    const follow = (value: unknown) => {
      if (held === value) return;
      if (held !== undefined) this.#collection(held).off(changed);
      held = isCollection(value) ? value : undefined;
      if (held !== undefined) this.#collection(held).on(changed);
    };
    const property = new Property(
      object,
      key,
      {
        read: (value, entry) => this.#access(location, 'read', () => show(value), entry),
        wrote: (value, entry) => {
          follow(value);
          this.#access(location, 'write', () => show(value), entry);
        },
      },
      this.#standIn(object),
    );
    location.look = () => {
      const value = property.settle();
      follow(value);
      return { text: show(value), content: contentOf(value) };
    };
    location.close = () => {
      follow(undefined);
      property.restore();
    };
    this.#look(location);
  }

  /** Of a Map its value, or `none`; of a Set whether it is there. */
  entry(collection: Keyed, key: unknown, name: string): void {
    const location = this.#add(name, [collection, key]);
    location.look = () => {
      const { there, value } = entryOf(collection, key);
      const isMap = collection instanceof Map || collection instanceof WeakMap;
      return { text: there || !isMap ? this.#names.show(value) : 'none', content: [there, value] };
    };
    const listener = (call: Call) => {
      if (call.key !== EVERY && !sameKey(call.key, key)) return;
      this.#access(location, call.does === 'look' ? 'read' : 'write', () => location.look().text, call.entry);
    };
    this.#collection(collection).on(listener);
    location.close = () => this.#collection(collection).off(listener);
    this.#look(location);
  }

  /** Looks at all of them: before the first step, and when all code of a step has run. Returns what they show. */
  settle(): string[] {
    return this.locations.map((location) => this.#look(location));
  }

  /** What `show` calls of the program tells nothing. */
  quietly<R>(show: () => R): R {
    const before = this.#looking;
    this.#looking = true;
    try {
      return show();
    } finally {
      this.#looking = before;
    }
  }

  close(): void {
    for (const { close } of this.locations) close();
  }

  #add(name: string, of?: readonly [object: object, key: unknown]): Location {
    const location = new Location(unlike(this.locations, name), of);
    this.locations.push(location);
    return location;
  }

  #look(location: Location): string {
    const { text, content } = this.#seen(location);
    const { content: before, written } = location;
    if (content && before && !written && !sameContent(content, before)) {
      this.#tell({ watched: this.locations.indexOf(location), kind: 'write', value: text, sites: [] });
    }
    location.content = content;
    location.written = false;
    return text;
  }

  #seen({ look }: Location): Look {
    try {
      return this.quietly(look);
    } catch (error) {
      return { text: `throws ${messageOf(error)}` };
    }
  }

  #access(location: Location, kind: 'read' | 'write', show: () => string, entry: Entry): void {
    if (this.#looking) return;
    if (kind === 'write') location.written = true;
    const sites = sitesAbove(entry);
    this.#tell({ watched: this.locations.indexOf(location), kind, value: this.quietly(show), sites });
  }

  #collection(object: object): Collection {
    return known(this.#collections, object, () => new Collection(object));
  }

  #standIn(object: object): StandIn {
    return known(this.#standIns, object, () => new StandIn(object));
  }
}

function known<T>(map: Map<object, T>, object: object, make: () => T): T {
  let made = map.get(object);
  if (made === undefined) {
    made = make();
    map.set(object, made);
  }
  return made;
}
