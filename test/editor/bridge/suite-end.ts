/** The end inside the extension host: what tests do to the window as a person would, and how they report. */
import { connect } from 'node:net';
import { createInterface } from 'node:readline';
import type { Actions, Answer, Report, Request } from './messages.ts';

const socket = connect(Number(process.env.RACEGUARD_DRIVER), '127.0.0.1');
const waiting = new Map<number, (answer: Answer) => void>();
let last = 0;
createInterface(socket).on('line', (line) => {
  const answer: Answer = JSON.parse(line);
  waiting.get(answer.id)?.(answer);
});

async function ask(request: object): Promise<unknown> {
  const id = ++last;
  const answered = new Promise<Answer>((done) => waiting.set(id, done));
  socket.write(`${JSON.stringify({ id, ...request } as Request)}\n`);
  const answer = await answered;
  waiting.delete(id);
  if ('error' in answer) throw new Error(answer.error);
  return answer.result;
}

export const report = (report: Report): Promise<unknown> => ask({ report });

/** The window, driven from outside. */
export const window = new Proxy({} as Actions, {
  get:
    (_, action: keyof Actions) =>
    (...args: unknown[]) =>
      ask({ action, args }),
});
