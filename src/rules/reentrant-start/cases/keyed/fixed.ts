import { KeyedMutex } from '@raceguard/runtime';

interface Session {
  open(): Promise<void>;
  send(text: string): Promise<void>;
}

declare function makeSession(user: string): Session;

const sessions = new Map<string, Session>();
const sessionsMutex = new KeyedMutex<string>();

export async function sessionOf(user: string): Promise<Session> {
  return sessionsMutex.runExclusive(user, async () => {
    let session = sessions.get(user);
    if (!session) {
      session = makeSession(user);
      await session.open();
      sessions.set(user, session);
    }
    return session;
  });
}

export async function tell(user: string, text: string): Promise<void> {
  const session = await sessionOf(user);
  await session.send(text);
}
