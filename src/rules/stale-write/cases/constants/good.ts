import { readFile, writeFile } from 'node:fs/promises';

interface Session {
  token?: string;
  active: boolean;
}

declare function sessionsPath(): Promise<string>;
declare const commands: { registerCommand(name: string, run: () => Promise<void>): void };

/** Whoever runs it and however often: all sessions end. */
commands.registerCommand('sessions.end', async () => {
  const path = await sessionsPath();
  const content = JSON.parse(await readFile(path, 'utf8'));
  const sessions = (content?.sessions ?? {}) as Record<string, Session>;
  for (const [, session] of Object.entries(sessions)) {
    if (!session.token) continue;
    session.token = '';
    session.active = false;
  }
  await writeFile(path, JSON.stringify(content, null, 2));
});
