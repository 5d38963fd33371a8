import { Mutex } from '@raceguard/runtime';

interface Tab {
  readonly id: number;
  readonly onUpdated: (listener: () => void) => void;
}

declare function snapshot(version: number): Promise<string>;

export class Recorder {
  private version = 0;
  private readonly versionMutex = new Mutex();
  private frames: string[] = [];

  attach(tab: Tab): void {
    tab.onUpdated(this.onUpdated);
  }

  reset(): void {
    this.version = 0;
  }

  private readonly onUpdated = async (): Promise<void> => {
    // The frame is named after the version that it shows.
    const frame = await this.versionMutex.runExclusive(async () => {
      const { version } = this;
      const frame = await snapshot(version);
      this.version = version + 1;
      return frame;
    });
    this.frames.push(frame);
  };
}
