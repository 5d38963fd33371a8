/** A request that waits for its answer, over as many runs of the process as that takes. */
import type { ServiceMethod, ToService } from '../../protocol/service.ts';
import { Cancelled } from '../../workspace/failure.ts';

export interface RequestOptions {
  readonly signal?: AbortSignal | undefined;
  /** `total` 0: not known yet. */
  onProgress?(text: string, done: number, total: number): void;
}

export class Pending {
  readonly id: number;
  readonly method: ServiceMethod;
  readonly promise: Promise<unknown>;
  private readonly params: unknown;
  private readonly options: RequestOptions;
  private readonly settle: { resolve(result: unknown): void; reject(error: Error): void };
  private readonly onAbort: () => void;
  /** Runs of the process that died while they worked on it. */
  deaths = 0;
  /** The process works on it since then. */
  begun: number | undefined;

  /** `onAbort` is called when the signal aborts; the promise is rejected then. */
  constructor(id: number, method: ServiceMethod, params: unknown, options: RequestOptions, onAbort: () => void) {
    this.id = id;
    this.method = method;
    this.params = params;
    this.options = options;
    let settle: Pending['settle'] | undefined;
    this.promise = new Promise((resolve, reject) => {
      settle = { resolve, reject };
    });
    this.settle = settle!;
    this.onAbort = onAbort;
    options.signal?.addEventListener('abort', onAbort, { once: true });
  }

  get message(): ToService {
    return { kind: 'request', id: this.id, method: this.method, params: this.params };
  }

  /** For messages: the file or folder that it is about. */
  get subject(): string {
    const { file, folder, files, folders } = this.params as Record<string, string | string[] | undefined>;
    const [first] = [file ?? folder ?? files ?? folders].flat();
    return first ?? this.method;
  }

  progress(text: string, done: number, total: number): void {
    this.options.onProgress?.(text, done, total);
  }

  resolve(result: unknown): void {
    this.release();
    this.settle.resolve(result);
  }

  reject(error: Error): void {
    this.release();
    this.settle.reject(error);
  }

  cancel(): void {
    this.reject(new Cancelled('The request was cancelled.'));
  }

  private release(): void {
    this.options.signal?.removeEventListener('abort', this.onAbort);
  }
}
