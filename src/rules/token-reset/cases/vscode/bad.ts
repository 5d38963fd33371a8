interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

declare class CancellationTokenSource {
  readonly token: CancellationToken;
  cancel(): void;
  dispose(): void;
}

declare function check(file: string, token: CancellationToken): Promise<string[]>;

export class Checker {
  private source: CancellationTokenSource | undefined;
  problems: string[] = [];

  async check(files: readonly string[]): Promise<void> {
    this.source?.cancel();
    this.source = new CancellationTokenSource();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.source` is replaced while a run may still wait at `await check(file, this.source.token)`
    const problems: string[] = [];
    for (const file of files) {
      problems.push(...(await check(file, this.source.token)));
      if (this.source.token.isCancellationRequested) return;
    }
    this.problems = problems;
  }
}
