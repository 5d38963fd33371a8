/** The task clears its own entry, in a method of its own. */
export class Diffs {
  private pending: Promise<string> | null = null;

  get(): Promise<string> {
    if (this.pending) return this.pending;
    this.pending = this.load();
    return this.pending;
  }

  invalidate(): void {
    this.pending = null;
  }

  private async load(): Promise<string> {
    try {
      const response = await fetch('/diff');
      return await response.text();
    } finally {
      this.pending = null;
//    ^^^^^^^^^^^^^^^^^^^ RG315 `this.pending` may hold a newer task's promise
    }
  }
}

/** In a function that is called where it stands. */
export class Reloads {
  private loading: Promise<string> | undefined;

  load(): Promise<string> {
    if (this.loading) return this.loading;
    this.loading = (async () => {
      try {
        const response = await fetch('/config');
        return await response.text();
      } finally {
        this.loading = undefined;
//      ^^^^^^^^^^^^^^^^^^^^^^^^ RG315 `this.loading` may hold a newer task's promise
      }
    })();
    return this.loading;
  }

  reload(): Promise<string> {
    this.loading = undefined;
    return this.load();
  }
}
