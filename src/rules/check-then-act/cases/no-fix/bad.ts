declare function online(): Promise<boolean>;
declare function upload(): Promise<void>;
declare function next(): Promise<string>;

interface Socket {
  send(text: string): void;
  onclose?: () => void;
}

/** What runs before the flag goes up looks at it: it would turn itself away. */
export class Uploads {
  private uploading = false;

  start(): void {
    setInterval(() => this.upload(), 1000);
  }

  private async upload(): Promise<void> {
    if (this.uploading) return;
    //  ^^^^^^^^^^^^^^ RG104 `this.uploading` keeps no second run out: it is tested here and set only after `await online()`
    if (this.state() === 'idle') console.log('begins');
    if (!(await online())) return;
    this.uploading = true;
    try {
      await upload();
    } finally {
      this.uploading = false;
    }
  }

  private state(): string {
    if (this.uploading) return 'uploading';
    return 'idle';
  }
}

/** Each turn is to look again: no local can stand for it. */
export class Feed {
  private socket: Socket | undefined;

  open(socket: Socket): void {
    this.socket = socket;
    socket.onclose = () => {
      this.socket = undefined;
    };
  }

  async run(): Promise<void> {
    while (this.socket) {
    //     ^^^^^^^^^^^ RG104 `this.socket` can be gone after `await next()`: `onclose` may clear it meanwhile
      const text = await next();
      this.socket.send(text);
    }
  }
}
