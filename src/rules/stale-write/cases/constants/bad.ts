import { readFile, writeFile } from 'node:fs/promises';

interface Session {
  user: string;
  active: boolean;
}

declare const SESSIONS: string;
declare const commands: { registerCommand(name: string, run: (user: string) => Promise<void>): void };

/** One call ends the sessions of one user, the next those of another. */
commands.registerCommand('sessions.end', async (user) => {
  const content = JSON.parse(await readFile(SESSIONS, 'utf8')) as { sessions: Session[] };
  for (const session of content.sessions) {
    if (session.user === user) session.active = false;
  }
  await writeFile(SESSIONS, JSON.stringify(content, null, 2));
  //    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `writeFile(…)` writes back what `readFile(SESSIONS, 'utf8')` read before
});
