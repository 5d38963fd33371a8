/** A failure that is written down first, and goes on, reaches nobody. */
export class Careless {
  private readonly tasks = new Set<Promise<void>>();

  run(work: () => Promise<void>): void {
    const task = work()
      .catch((error: unknown) => {
        console.error(error);
        throw error;
      })
      .finally(() => {
        this.tasks.delete(task);
      });
    this.tasks.add(task);
//  ^^^^^^^^^^^^^^ RG313 `this.tasks` alone has the task's promise
  }

  async stop(): Promise<void> {
    while (this.tasks.size > 0) await Promise.all(this.tasks);
  }
}

/** The end of a letter that can't be read is handled by nobody. */
export class Inbox {
  private readonly letters = new Set<Promise<string>>();
  private unread = 0;

  put(letter: Promise<string>): void {
    this.letters.add(letter);
    letter.then(() => {
//  ^^^^^^^^^^^ RG313 `this.letters` is kept by hand
      this.letters.delete(letter);
      this.unread++;
    });
  }

  get count(): number {
    return this.unread;
  }
}

/** A fire ends the scene with a failure. */
export class Rehearsal {
  private readonly scenes = new Set<Promise<void>>();

  constructor(stage: EventTarget) {
    stage.addEventListener('scene', () => {
      const scene = new Promise<void>((resolve, reject) => {
        stage.addEventListener('curtain', () => resolve(), { once: true });
        stage.addEventListener('fire', () => reject(new Error('fire')), { once: true });
      });
      this.scenes.add(scene);
      scene.then(() => this.scenes.delete(scene));
//    ^^^^^^^^^^ RG313 `this.scenes` is kept by hand
    });
  }

  get playing(): number {
    return this.scenes.size;
  }
}

/** Whoever asks for the tide sees it fail; nobody sees what `then` returns. */
const tides = new Map<string, Promise<Response>>();
export function tide(harbour: string): Promise<Response> {
  const known = tides.get(harbour);
  if (known) return known;
  const read = fetch(harbour);
  tides.set(harbour, read);
  read.then(() => {
//^^^^^^^^^ RG313 `tides` is kept by hand
    if (tides.get(harbour) === read) tides.delete(harbour);
  });
  return read;
}

/** Anybody can hand in more while it is closing. */
export class Desk {
  private readonly forms = new Set<Promise<void>>();

  hand(form: Promise<void>): void {
    const filed = form.catch(() => undefined).finally(() => this.forms.delete(filed));
    this.forms.add(filed);
  }

  async close(): Promise<void> {
    await Promise.all(this.forms);
    //    ^^^^^^^^^^^^^^^^^^^^^^^ RG313 `this.forms` is waited for once here
  }
}
