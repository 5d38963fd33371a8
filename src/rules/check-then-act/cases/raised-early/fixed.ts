declare function online(): Promise<boolean>;
declare function upload(): Promise<void>;
declare function clear(): Promise<void>;
declare function report(error: unknown): void;

/** A lock would make the second wait and upload again, where it is to be turned away. */
export class Uploads {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    this.uploading = true;
    try {
      if (!(await online())) return;
      await upload();
    } finally {
      this.uploading = false;
    }
  }
}

/** What fails before the flag is up is for the caller; what fails later is told here. */
export class Servers {
  private isConnecting = false;
  private readonly servers: string[] = [];

  listen(changed: (run: () => void) => void): void {
    changed(() => void this.refresh());
  }

  async refresh(): Promise<void> {
    if (this.isConnecting) {
      return;
    }

    this.isConnecting = true;
    try {
      // Without a connection all that is known is out of date.
      const isOnline = await online();
      if (!isOnline) {
        await clear();
        return;
      }

      try {
        await upload();
        this.servers.push('one');
      } catch (error) {
        report(error);
      }
    } finally {
      this.isConnecting = false;
    }
  }
}

/** Taken down by hand, on each way out. */
export class Index {
  private indexing = false;

  start(): void {
    setInterval(() => this.index(), 1000);
  }

  private async index(): Promise<void> {
    if (this.indexing) return;
    this.indexing = true;
    try {
      await online();
      await upload();
      if (!(await online())) {
        return;
      }
      await clear();
    } finally {
      this.indexing = false;
    }
    console.log('indexed');
  }
}

/** What it calls before raises the flag for itself, and takes it down. */
export class Pages {
  private isLoading = false;

  listen(changed: (run: () => void) => void): void {
    changed(() => void this.load());
  }

  async load(): Promise<void> {
    if (this.isLoading) return;
    this.isLoading = true;
    try {
      if (!(await online())) await this.clear();
      this.isLoading = true;
      await upload();
    } finally {
      this.isLoading = false;
    }
  }

  private async clear(): Promise<void> {
    this.isLoading = true;
    await clear();
    this.isLoading = false;
  }
}
