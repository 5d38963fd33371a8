declare function online(): Promise<boolean>;
declare function upload(): Promise<void>;
declare function report(value: unknown): void;

/** It is told as it is before it goes up. */
export class Told {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    report(this.uploading);
    await online();
    this.uploading = true;
    try {
      await upload();
    } finally {
      this.uploading = false;
    }
  }
}

/** What was prepared is read behind the `finally`. */
export class Kept {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    const isOnline = await online();
    this.uploading = true;
    try {
      await upload();
    } finally {
      this.uploading = false;
    }
    report(isOnline);
  }
}

/** What was prepared is read when the flag is down again. */
export class Behind {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    const isOnline = await online();
    this.uploading = true;
    await upload();
    this.uploading = false;
    report(isOnline);
  }
}

/** It comes down while there is more to do. */
export class Twice {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    await online();
    this.uploading = true;
    await upload();
    if (!(await online())) this.uploading = false;
    await upload();
    this.uploading = false;
  }
}

/** The jump leaves the loop, and there is more to do. */
export class Jumping {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    await online();
    this.uploading = true;
    for (let left = 3; left > 0; left--) {
      await upload();
      if (await online()) {
        this.uploading = false;
        break;
      }
    }
    report('done');
    this.uploading = false;
  }
}

/** The test is around the act, and says nothing to those who stay outside. */
export class Around {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (!this.uploading) {
    //   ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
      await online();
      this.uploading = true;
      try {
        await upload();
      } finally {
        this.uploading = false;
      }
    }
  }
}
