import { TaskRegistry } from '@raceguard/runtime';

/** A failure that is written down first, and goes on, reaches nobody. */
export class Careless {
  private readonly tasks = new TaskRegistry();

  run(work: () => Promise<void>): void {
    void this.tasks.track(
      work()
        .catch((error: unknown) => {
          console.error(error);
          throw error;
        }),
    );
  }

  async stop(): Promise<void> {
    const failures = await this.tasks.idle();
    if (failures.length > 0) throw failures[0] as Error;
  }
}

/** The end of a letter that can't be read is handled by nobody. */
export class Inbox {
  private readonly letters = new TaskRegistry();
  private unread = 0;

  put(letter: Promise<string>): void {
    void this.letters.track(letter.then(() => {
      this.unread++;
    }));
  }

  get count(): number {
    return this.unread;
  }
}

/** A fire ends the scene with a failure. */
export class Rehearsal {
  private readonly scenes = new TaskRegistry();

  constructor(stage: EventTarget) {
    stage.addEventListener('scene', () => {
      void this.scenes.track(new Promise<void>((resolve, reject) => {
        stage.addEventListener('curtain', () => resolve(), { once: true });
        stage.addEventListener('fire', () => reject(new Error('fire')), { once: true });
      }));
    });
  }

  get playing(): number {
    return this.scenes.size;
  }
}

/** Whoever asks for the tide sees it fail; nobody sees what `then` returns. */
const tides = new TaskRegistry<string, Response>();
export function tide(harbour: string): Promise<Response> {
  const known = tides.get(harbour);
  if (known) return known;
  const read = fetch(harbour);
  void tides.track(read, { id: harbour });
  return read;
}

/** Anybody can hand in more while it is closing. */
export class Desk {
  private readonly forms = new TaskRegistry();

  hand(form: Promise<void>): void {
    void this.forms.track(form.catch(() => undefined));
  }

  async close(): Promise<void> {
    await this.forms.idle();
  }
}
