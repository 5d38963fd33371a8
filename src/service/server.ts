/** Answers the messages of one client: what is told takes hold at once, what is asked waits its turn. */
import type { Rule } from '../core/rule.ts';
import type { FromService, ServiceMethod, ServiceRequests, ServiceStart, ToService } from '../protocol/service.ts';
import { Cancelled, Failure } from '../workspace/failure.ts';
import { detailOf } from '../workspace/file-outcome.ts';
import { version } from '../workspace/package.ts';
import { checkFile } from './check-file.ts';
import { checkWorkspace } from './check-workspace.ts';
import { fix } from './fix.ts';
import { fixAll } from './fix-all.ts';
import { Queue } from './queue.ts';
import { addRuntimeTo, runtimeOf } from './runtime.ts';
import { Workspace } from './workspace.ts';

type Asked = Exclude<ServiceMethod, 'start' | 'overlay' | 'changed'>;
type Answerers = {
  [M in Asked]: (
    params: ServiceRequests[M]['params'],
    workspace: Workspace,
    request: Request,
  ) => ServiceRequests[M]['result'] | Promise<ServiceRequests[M]['result']>;
};

interface Request {
  readonly signal: AbortSignal;
  progress(text: string, done: number, total: number): void;
}

const answerers: Answerers = {
  fix: (params, workspace) => fix(workspace, params),
  fixAll: (params, workspace, { signal }) => fixAll(workspace, params, signal),
  runtimeOf: ({ file }) => runtimeOf(file),
  addRuntime: ({ folder }) => addRuntimeTo(folder),
  checkFile: ({ file }, workspace) => checkFile(workspace, file),
  checkWorkspace: ({ folders }, workspace, request) =>
    checkWorkspace(workspace, folders, counting(request), request.signal),
};

const ranks = Object.keys(answerers);

export class Server {
  private readonly send: (message: FromService) => void;
  private readonly rules: readonly Rule[];
  private readonly queue = new Queue();
  private readonly running = new Map<number, AbortController>();
  private workspace: Workspace | undefined;

  constructor(rules: readonly Rule[], send: (message: FromService) => void) {
    this.rules = rules;
    this.send = send;
  }

  receive(message: ToService): void {
    if (message.kind === 'cancel') {
      if (!this.queue.cancel(message.id)) this.running.get(message.id)?.abort();
      return;
    }
    const { id, method, params } = message;
    if (method === 'start') this.start(id, params as ServiceStart);
    else if (!this.workspace) this.fail(id, new Failure('The analysis process was not told to start.'));
    else if (method === 'overlay' || method === 'changed') {
      if (method === 'changed') this.workspace.projects.changed((params as { files: string[] }).files);
      else {
        const { file, text } = params as ServiceRequests['overlay']['params'];
        this.workspace.overlay(file, text);
      }
      this.send({ kind: 'answer', id, result: null });
    } else this.ask(id, method, params, this.workspace);
  }

  /** Closes what was not used for a while. */
  tidy(): void {
    if (!this.running.size) this.workspace?.projects.closeIdle();
  }

  private start(id: number, params: ServiceStart): void {
    this.workspace?.projects.closeAll();
    this.workspace = new Workspace(params, this.rules, (text) => this.send({ kind: 'log', text }));
    this.send({ kind: 'answer', id, result: { version } });
  }

  private ask(id: number, method: Asked, params: unknown, workspace: Workspace): void {
    const control = new AbortController();
    this.queue.add({
      id,
      rank: ranks.indexOf(method),
      ...(method === 'checkFile' ? { key: (params as { file: string }).file } : {}),
      drop: () => this.fail(id, new Cancelled()),
      run: async () => {
        this.running.set(id, control);
        this.send({ kind: 'begun', id });
        try {
          const result = await answerers[method](params as never, workspace, {
            signal: control.signal,
            progress: (text, done, total) => this.send({ kind: 'progress', id, text, done, total }),
          });
          this.send({ kind: 'answer', id, result });
        } catch (error) {
          this.fail(id, error);
        } finally {
          this.running.delete(id);
        }
      },
    });
  }

  private fail(id: number, error: unknown): void {
    if (error instanceof Cancelled) {
      this.send({ kind: 'failure', id, message: 'The request was cancelled.', cancelled: true });
    } else if (error instanceof Failure) this.send({ kind: 'failure', id, message: error.message });
    else {
      const message = `The analysis process failed inside: ${error instanceof Error ? error.message : error}. This is a defect of Raceguard; please report it.`;
      this.send({ kind: 'failure', id, message, ...detailOf(error) });
    }
  }
}

/** The progress of a check, told ten times a second at most. */
function counting(request: Request) {
  let told = Number.NEGATIVE_INFINITY;
  let done = 0;
  let total = 0;
  return {
    show(text: string, now = false): void {
      if (!now && performance.now() - told < 100) return;
      told = performance.now();
      request.progress(text, done, total);
    },
    count(files: number, of: number): void {
      done = files;
      total = of;
    },
  };
}
