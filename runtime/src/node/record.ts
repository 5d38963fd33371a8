import { utimesSync } from 'node:fs';
import { hostname } from 'node:os';
import { threadId } from 'node:worker_threads';
import { newToken } from './identity.ts';
import { type Names, namesOf, recordText } from './names.ts';
import { type Place, remake, unmake } from './place.ts';
import { release } from './protocol.ts';
import { type Disk, expect, runSync } from './steps.ts';

/** Milliseconds after which a record that nobody uses is removed. */
const IDLE = 500;

/** What this thread has at a lock: used again by every acquisition until nobody has wanted the lock for a while. */
export class OwnRecord {
  readonly names: Names;
  readonly place: Place;
  readonly lease: number | undefined;
  readonly #disk: Disk;
  /** The form of the lock while it is held by this record. */
  held: 'file' | 'directory' | undefined;
  /** Whether the file is there, as far as we know. */
  live = false;
  #users = 0;
  #used = false;
  #timer: NodeJS.Timeout | undefined;
  #heartbeat: NodeJS.Timeout | undefined;

  constructor(place: Place, lease: number | undefined, disk: Disk) {
    this.place = place;
    this.lease = lease;
    this.#disk = disk;
    this.names = namesOf(place.folder, place.base, newToken());
  }

  /** Writes the file. Whatever fails, nothing is left of it. */
  make(): void {
    const { names, place } = this;
    const about = {
      pid: process.pid,
      thread: threadId,
      host: hostname(),
      script: process.argv[1],
      ...(this.lease === undefined ? {} : { lease: this.lease }),
    };
    let made = place.made;
    let failure = this.#disk.create(names.own, recordText(names.token, about));
    if (failure?.code === 'ENOENT') {
      made = remake(place.folder) ?? made;
      failure = this.#disk.create(names.own, recordText(names.token, about));
    }
    if (failure !== undefined) {
      this.#disk.unlink(names.own);
      unmake(place.folder, made);
    }
    expect(failure);
    this.live = true;
    if (records.size === 0) process.on('exit', removeAll);
    records.set(keyOf(this.place, this.lease), this);
    this.#timer = setTimeout(() => this.#look(), IDLE).unref();
    if (this.lease !== undefined) this.#heartbeat = setInterval(() => this.#renew(), this.lease / 4).unref();
  }

  /** Somebody uses it until `leave`. */
  join(): void {
    this.#users++;
    this.#used = true;
  }

  leave(): void {
    this.#users--;
    this.held = undefined;
  }

  /** Removes the file, and a lock that is held with it if `free`. */
  drop(free = false): void {
    this.live = false;
    const key = keyOf(this.place, this.lease);
    if (records.get(key) === this) records.delete(key);
    if (records.size === 0) process.removeListener('exit', removeAll);
    clearTimeout(this.#timer);
    clearInterval(this.#heartbeat);
    if (this.held !== undefined) {
      if (!free) return;
      runSync(release(this.names, this.held), this.#disk);
    }
    this.#disk.unlink(this.names.own);
  }

  #look(): void {
    if (this.#users === 0 && !this.#used) {
      this.drop();
    } else {
      this.#used = false;
      this.#timer?.refresh();
    }
  }

  #renew(): void {
    if (this.held === undefined) return;
    try {
      const now = Date.now() / 1000;
      utimesSync(this.names.own, now, now);
    } catch {
      // Removed: the lock is lost, which its signal tells.
    }
  }
}

/** All files of this thread and this copy of the package. */
const records = new Map<string, OwnRecord>();

function keyOf(place: Place, lease: number | undefined): string {
  return `${lease ?? ''} ${place.path}`;
}

/**
 * Runs when the thread ends by itself. A held lock is given back unless the disk still works for us: then it stays
 * until the process is dead and whoever comes next takes it over.
 */
function removeAll(): void {
  const writing = process.getActiveResourcesInfo().some((name) => name.startsWith('FSReq'));
  for (const record of [...records.values()]) {
    try {
      record.drop(!writing);
    } catch {
      // Nobody is left to be told; the lock is taken over.
    }
  }
}

/** The record of this thread at a place, written if need be. */
export function recordAt(place: Place, lease: number | undefined, disk: Disk): OwnRecord {
  const found = records.get(keyOf(place, lease));
  if (found?.live) return found;
  const record = new OwnRecord(place, lease, disk);
  record.make();
  return record;
}
