/** A disk in memory that can be copied, compared and asked for one step at a time. */
import type { Step, Verdict } from '../../../runtime/src/node/steps.ts';

type Entry = { readonly inode: string; readonly text: string } | 'directory';
/** A step of the model: a file that is created is there empty before its text is, and a crash can come in between. */
export type ModelStep = Step | readonly ['fill', string, string];
export type Reply = string | number | undefined | readonly string[] | { readonly code: string };

export class ModelDisk {
  readonly entries: ReadonlyMap<string, Entry>;
  /** Equal keys: equal disks. */
  readonly key: string;

  constructor(entries: ReadonlyMap<string, Entry> = new Map([['/d', 'directory']])) {
    this.entries = entries;
    this.key = [...entries]
      .map(([path, entry]) => (entry === 'directory' ? `${path}/` : `${path}=${entry.inode}:${entry.text}`))
      .sort()
      .join('\n');
  }

  /** What a call replies, and the disk after it. */
  perform([name, a, b]: ModelStep, judge: (token: string) => Verdict): { reply: Reply; disk: ModelDisk } {
    const path = String(a);
    const entry = this.entries.get(path);
    const same = (reply: Reply): { reply: Reply; disk: ModelDisk } => ({ reply, disk: this });
    const fail = (code: string) => same({ code });
    const changed = (change: (entries: Map<string, Entry>) => void): { reply: Reply; disk: ModelDisk } => {
      const entries = new Map(this.entries);
      change(entries);
      return { reply: undefined, disk: new ModelDisk(entries) };
    };
    switch (name) {
      case 'link': {
        const to = String(b);
        if (entry === undefined) return fail('ENOENT');
        if (this.entries.has(to)) return fail('EEXIST');
        return changed((entries) => entries.set(to, entry));
      }
      case 'unlink':
        if (entry === undefined) return this.#inFile(path) ? fail('ENOTDIR') : fail('ENOENT');
        return entry === 'directory' ? fail('EISDIR') : changed((entries) => entries.delete(path));
      case 'mkdir':
        return entry === undefined ? changed((entries) => entries.set(path, 'directory')) : fail('EEXIST');
      case 'rmdir':
        if (entry === undefined) return fail('ENOENT');
        if (entry !== 'directory') return fail('ENOTDIR');
        return this.#inside(path).length > 0 ? fail('ENOTEMPTY') : changed((entries) => entries.delete(path));
      case 'rename':
        return this.#rename(path, String(b), fail, changed);
      case 'create':
        if (entry !== undefined) return fail('EEXIST');
        if (!this.entries.has(path.slice(0, path.lastIndexOf('/')))) return fail('ENOENT');
        return changed((entries) => entries.set(path, { inode: path, text: b ?? '' }));
      case 'fill':
        // By its descriptor: whatever the file is called by now.
        return changed((entries) => {
          for (const [at, file] of entries) {
            if (file !== 'directory' && file.inode === path) entries.set(at, { inode: path, text: String(b) });
          }
        });
      case 'read':
        if (entry === undefined) return fail('ENOENT');
        return entry === 'directory' ? fail('EISDIR') : same(entry.text);
      case 'list':
        if (entry === undefined) return fail('ENOENT');
        return entry === 'directory' ? same(this.#inside(path)) : fail('ENOTDIR');
      case 'links': {
        if (entry === undefined || entry === 'directory') return same(0);
        const all = [...this.entries.values()];
        return same(all.filter((other) => other !== 'directory' && other.inode === entry.inode).length);
      }
      case 'judge':
        return same(judge(path));
      case 'pause':
      case 'flush':
        return same(undefined);
      default:
        throw new Error(`the model has no ${name}`);
    }
  }

  #rename(
    from: string,
    to: string,
    fail: (code: string) => { reply: Reply; disk: ModelDisk },
    changed: (change: (entries: Map<string, Entry>) => void) => { reply: Reply; disk: ModelDisk },
  ): { reply: Reply; disk: ModelDisk } {
    const entry = this.entries.get(from);
    const target = this.entries.get(to);
    if (entry === undefined) return fail('ENOENT');
    if (entry === 'directory' && target !== undefined) {
      if (target !== 'directory') return fail('ENOTDIR');
      if (this.#inside(to).length > 0) return fail('ENOTEMPTY');
    }
    if (entry !== 'directory' && target === 'directory') return fail('EISDIR');
    // Two names of one file: POSIX has the call do nothing.
    if (entry !== 'directory' && target !== undefined && entry.inode === (target as { inode: string }).inode) {
      return changed(() => {});
    }
    return changed((entries) => {
      for (const [path, moved] of this.entries) {
        if (path !== from && !path.startsWith(`${from}/`)) continue;
        entries.delete(path);
        entries.set(to + path.slice(from.length), moved);
      }
    });
  }

  #inside(folder: string): string[] {
    const names: string[] = [];
    for (const path of this.entries.keys()) {
      const rest = path.startsWith(`${folder}/`) ? path.slice(folder.length + 1) : '';
      if (rest !== '' && !rest.includes('/')) names.push(rest);
    }
    return names.sort();
  }

  #inFile(path: string): boolean {
    const parent = this.entries.get(path.slice(0, path.lastIndexOf('/')));
    return parent !== undefined && parent !== 'directory';
  }
}
