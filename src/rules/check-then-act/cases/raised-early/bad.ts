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
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    if (!(await online())) return;
    this.uploading = true;
    try {
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
//      ^^^^^^^^^^^^^^^^^ RG104 `this.isConnecting` keeps no second run out: it is tested here and set only after `await online()`
      return;
    }

    // Without a connection all that is known is out of date.
    const isOnline = await online();
    if (!isOnline) {
      await clear();
      return;
    }

    this.isConnecting = true;

    try {
      await upload();
      this.servers.push('one');
    } catch (error) {
      report(error);
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
    //  ^^^^^^^^^^^^^ RG104 `this.indexing` keeps no second run out: it is tested here and set only after `await online()`
    await online();
    this.indexing = true;
    await upload();
    if (!(await online())) {
      this.indexing = false;
      return;
    }
    await clear();
    this.indexing = false;
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
    //  ^^^^^^^^^^^^^^ RG104 `this.isLoading` keeps no second run out: it is tested here and set only after `await online()`
    if (!(await online())) await this.clear();
    this.isLoading = true;
    try {
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
