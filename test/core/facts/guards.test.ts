/** What is surely held at `probe()`, on every path. */
import { equal } from 'node:assert/strict';
import { guards } from './support.ts';

type Row = readonly [body: string, held: string];

/** Bodies of an async method of a class with the members that guards are made of. */
function table(rows: readonly Row[]): void {
  for (const [body, held] of rows)
    it(body, () =>
      equal(guards(`class C { busy = false; state = 'idle'; lock = new Mutex(); async f(id) { ${body} } }`), held),
    );
}

describe('guards: a busy flag', () => {
  table([
    ['if (this.busy) return; this.busy = true; await g(); probe();', 'flag:this.busy'],
    ['if (!this.busy) { this.busy = true; await g(); probe(); }', 'flag:this.busy'],
    ['if (this.busy === true) return; this.busy = true; await g(); probe();', 'flag:this.busy'],
    ['if (this.busy || this.off) return; this.busy = true; await g(); probe();', 'flag:this.busy'],
    ['while (this.busy) await g(); this.busy = true; await g(); probe();', 'flag:this.busy'],
    [
      'if (this.busy) throw new Error(); this.busy = true; try { await g(); probe(); } finally { this.busy = false; }',
      'flag:this.busy',
    ],
    ['const { busy } = this; if (busy) return; this.busy = true; await g(); probe();', 'flag:this.busy'],
    ['const self = this; if (self.busy) return; self.busy = true; await g(); probe();', 'flag:this.busy'],
    ['if (this.state !== "idle") return; this.state = "busy"; await g(); probe();', 'flag:this.state'],
    ['switch (this.state) { case "idle": this.state = "busy"; await g(); probe(); }', 'flag:this.state'],
    ['switch (this.state) { case "busy": return; } this.state = "busy"; await g(); probe();', 'flag:this.state'],
    ['switch (this.state) { case "busy": log(); } this.state = "busy"; await g(); probe();', ''],
    ['if (this.p) return this.p; this.p = g(); await this.p; probe();', 'flag:this.p'],
    ['const isFree = !this.busy; if (isFree) { this.busy = true; await g(); probe(); }', 'flag:this.busy'],
    ['const isFree = !this.busy; if (!isFree) return; this.busy = true; await g(); probe();', 'flag:this.busy'],
  ]);
  describe('that is set before the old value is tested', () => {
    table([
      ['const was = this.busy; this.busy = true; if (was) return; await g(); probe();', 'flag:this.busy-'],
      ['const { busy } = this; this.busy = true; if (!busy) { await g(); probe(); }', 'flag:this.busy-'],
      ['const isFree = !this.busy; this.busy = true; if (isFree) { await g(); probe(); }', 'flag:this.busy-'],
      ['if (this.running++ > 0) return; await g(); probe();', 'flag:this.running-'],
      ['if (this.running++) return; await g(); this.running--; probe();', ''],
      ['const was = this.busy; this.busy = true; if (was) return; await g(); this.busy = false; probe();', ''],
      ['const was = this.busy; this.busy = true; if (was) log(); await g(); probe();', ''],
      ['const was = this.busy; await g(); this.busy = true; if (was) return; probe();', ''],
      ['const was = this.busy; if (was) return; await g(); this.busy = true; probe();', ''],
      // What is tested is what was just written.
      ['this.items = id; if (this.items.length) return; await g(); probe();', ''],
      ['this.busy = true; const now = this.busy; if (now) return; await g(); probe();', ''],
      ['if (this.other) return; this.running++; await g(); probe();', ''],
    ]);
  });
  describe('that comes too late or not at all', () => {
    table([
      ['if (this.busy) return; await g(); this.busy = true; probe();', ''],
      ['this.busy = true; await g(); probe();', ''],
      ['if (this.busy) await g(); this.busy = true; await g(); probe();', ''],
      ['if (id) { if (this.busy) return; this.busy = true; } await g(); probe();', ''],
      ['if (this.other) return; this.busy = true; await g(); probe();', ''],
      ['if (this.busy) return; this.busy = false; await g(); probe();', ''],
      ['const isFree = !this.busy; await g(); if (isFree) { this.busy = true; await g(); probe(); }', ''],
      // Both outcomes of the test go on: it keeps nobody out.
      ['if (this.busy) log(); this.busy = true; await g(); probe();', ''],
      ['if (this.busy) this.busy = true; await g(); probe();', ''],
    ]);
  });
  describe('that is given back', () => {
    table([
      ['if (this.busy) return; this.busy = true; await g(); this.busy = false; probe();', ''],
      ['if (this.busy) return; this.busy = true; try { await g(); } finally { this.busy = false; } probe();', ''],
      [
        'if (this.busy) return; this.busy = true; try { await g(); } catch { probe(); } finally { this.busy = false; }',
        'flag:this.busy',
      ],
      ['if (this.busy) return; this.busy = true; try { await g(); } catch { this.busy = false; } probe();', ''],
      ['if (this.state !== "idle") return; this.state = "busy"; await g(); this.state = "idle"; probe();', ''],
      [
        'if (this.busy) return; this.busy = true; for (const x of id) { await g(); if (x) this.busy = false; } probe();',
        '',
      ],
    ]);
  });
});

describe('guards: a lock', () => {
  table([
    ['await this.lock.acquire(); try { probe(); } finally { this.lock.release(); }', 'lock:this.lock'],
    ['await this.lock.acquire(); await g(); probe(); this.lock.release();', 'lock:this.lock'],
    ['await this.lock.acquire(); this.lock.release(); probe();', ''],
    ['await this.lock.acquire(); try { await g(); } finally { this.lock.release(); } probe();', ''],
    ['const release = await this.lock.acquire(); try { probe(); } finally { release(); }', 'lock:this.lock'],
    ['const release = await this.lock.acquire(); release(); probe();', ''],
    ['const [value, release] = await this.lock.acquire(); probe(); release();', 'lock:this.lock'],
    ['using held = await this.lock.acquire(); await g(); probe();', 'lock:this.lock'],
    ['{ using held = await this.lock.acquire(); await g(); } probe();', ''],
    ['await using held = await this.lock.acquire(); await g(); probe();', 'lock:this.lock'],
    ['for (const x of id) { using held = await this.lock.acquire(); } probe();', ''],
    ['const lock = this.lock; await lock.acquire(); probe(); lock.release();', 'lock:this.lock'],
    ['if (id) await this.lock.acquire(); probe();', ''],
    ['if (id) await this.lock.acquire(); else await this.lock.lock(); probe();', 'lock:this.lock'],
    ['await this.lock.acquire(); await this.other.acquire(); probe();', 'lock:this.lock lock:this.other'],
    ['await this.lock.acquire(); try { if (id) return; probe(); } finally { this.lock.release(); }', 'lock:this.lock'],
    ['while (id) { await this.lock.acquire(); this.lock.release(); } probe();', ''],
    ['do { await this.lock.acquire(); } while (id); probe();', 'lock:this.lock'],
    ['if (!this.lock.tryAcquire()) return; await g(); probe();', 'lock:this.lock'],
    ['if (!(await this.lock.tryAcquire())) return; await g(); probe();', 'lock:this.lock'],
    ['if (await this.lock.tryAcquire()) await g(); else probe();', ''],
    ['await this.lock.tryAcquire(); probe();', ''],
    ['const held = this.lock.tryAcquire(); if (!held) return; await g(); probe(); held.release();', 'lock:this.lock'],
    ['const held = this.lock.tryAcquire(); if (held === undefined) return; await g(); probe();', 'lock:this.lock'],
    ['const held = this.lock.tryAcquire(); if (held) await g(); probe();', ''],
    ['const held = this.lock.tryAcquire(); if (!held) return; held.release(); await g(); probe();', ''],
    ['using held = this.lock.tryAcquire(); if (!held) return; await g(); probe();', 'lock:this.lock'],
    // Not waited for: it isn't held yet.
    ['this.lock.acquire(); probe();', ''],
    ['const handle = await this.lock.acquire(); try { probe(); } finally { handle.release(); }', 'lock:this.lock'],
    ['const handle = await this.lock.acquire(); handle.release(); probe();', ''],
    ['const handle = await this.lock.acquire(); try { await g(); } finally { await handle.release(); } probe();', ''],
  ]);
});

describe('guards: an entry in flight', () => {
  table([
    ['if (this.busy.has(id)) return; this.busy.add(id); await g(); probe();', 'flag:this.busy[id]'],
    ['if (this.m.get(id)) return; this.m.set(id, true); await g(); probe();', 'flag:this.m[id]'],
    ['const hit = this.m.get(id); if (hit) return hit; this.m.set(id, h()); await g(); probe();', 'flag:this.m[id]'],
    [
      'if (this.busy.has(id)) return; this.busy.add(id); try { await g(); } finally { this.busy.delete(id); } probe();',
      '',
    ],
    ['if (this.busy.has(id)) return; this.busy.add(id2); await g(); probe();', ''],
    ['if (this.busy.has(id)) return; await g(); this.busy.add(id); probe();', ''],
    ['if (this.busy[id]) return; this.busy[id] = true; await g(); probe();', 'flag:this.busy[id]'],
    ['if (id in this.busy) return; this.busy[id] = true; await g(); probe();', 'flag:this.busy[id]'],
    ['if (this.busy[id]) return; this.busy[id] = true; await g(); delete this.busy[id]; probe();', ''],
  ]);
});

describe('guards: a hand-made queue', () => {
  table([
    [
      'const before = this.tail; this.tail = new Promise(r => { done = r; }); await before; probe();',
      'queue:this.tail',
    ],
    ['const before = this.tail; await before; this.tail = g(); probe();', ''],
    ['const before = this.tail; await before; probe();', ''],
    [
      'const { promise, resolve } = Promise.withResolvers(); const before = this.tail; this.tail = promise; await before; probe();',
      'queue:this.tail',
    ],
  ]);
});

describe('guards: paths that meet', () => {
  table([
    ['if (this.busy) return; this.busy = true; if (id) await g(); probe();', 'flag:this.busy'],
    [
      'if (this.busy) return; this.busy = true; switch (id) { case 1: await g(); break; case 2: this.busy = false; } probe();',
      '',
    ],
    [
      'if (this.busy) return; this.busy = true; switch (id) { case 1: this.busy = false; return; } probe();',
      'flag:this.busy',
    ],
    [
      'if (this.busy) return; this.busy = true; l: for (;;) { for (;;) { await g(); break l; } } probe();',
      'flag:this.busy',
    ],
    ['if (this.busy) return; this.busy = true; for await (const x of id) { if (x) break; } probe();', 'flag:this.busy'],
    ['if (this.busy) return; this.busy = true; id && (this.busy = false); probe();', ''],
    ['if (this.busy) return; this.busy = true; try { await g(); } catch (e) { throw e; } probe();', 'flag:this.busy'],
    [
      'if (this.busy) return; try { this.busy = true; await g(); probe(); } finally { this.busy = false; }',
      'flag:this.busy',
    ],
    ['return; probe();', 'unreachable'],
  ]);
});
