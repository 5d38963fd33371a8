interface Session {
  open(): Promise<void>;
  send(text: string): Promise<void>;
}

declare function makeSession(user: string): Session;

const sessions = new Map<string, Session>();

export async function sessionOf(user: string): Promise<Session> {
  let session = sessions.get(user);
  if (!session) {
  //   ^^^^^^^ RG102 `sessions[user]` can be used half-ready: it is set before `await session.open()` is done
    session = makeSession(user);
    sessions.set(user, session);
    await session.open();
  }
  return session;
}

export async function tell(user: string, text: string): Promise<void> {
  const session = await sessionOf(user);
  await session.send(text);
}
