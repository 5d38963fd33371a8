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
    const source = new CancellationTokenSource();
    this.source = source;
    const problems: string[] = [];
    for (const file of files) {
      problems.push(...(await check(file, source.token)));
      if (source.token.isCancellationRequested) return;
    }
    this.problems = problems;
  }
}
