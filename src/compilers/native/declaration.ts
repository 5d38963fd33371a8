/** Where TypeScript 7 says that a symbol is declared. The declaring file is fetched only when its contents are asked for. */
import type { Declared } from '../describe/typing.ts';
import type { Sync } from './api.ts';

export class NativeDeclaration implements Declared {
  readonly file: string;
  private readonly handle: Sync.NodeHandle;
  private readonly project: Sync.Project;
  private found: { readonly pos: number; readonly body: boolean } | undefined;

  constructor(file: string, handle: Sync.NodeHandle, project: Sync.Project) {
    this.file = file;
    this.handle = handle;
    this.project = project;
  }

  get pos(): number {
    return this.find().pos;
  }

  hasBody(): boolean {
    return this.find().body;
  }

  private find(): { readonly pos: number; readonly body: boolean } {
    if (!this.found) {
      const node = this.handle.resolve(this.project) as { pos: number; body?: unknown } | undefined;
      this.found = { pos: node?.pos ?? 0, body: node?.body !== undefined };
    }
    return this.found;
  }
}
