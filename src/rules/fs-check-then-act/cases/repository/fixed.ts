import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { FileLock } from '@raceguard/runtime/node';

const run = promisify(execFile);

export class GitRepository {
  private readonly url: string;
  readonly destination: string;

  constructor(url: string, destination: string) {
    this.url = url;
    this.destination = destination;
  }

  async pullCode(): Promise<string> {
    const gitDir = join(this.destination, '.git');
    return new FileLock(`${this.destination}.lock`).runExclusive(async () => {
      if (existsSync(gitDir)) {
        try {
          await run('git', ['pull', '--depth', '1'], { cwd: this.destination });
        } catch {
          await rm(this.destination, { recursive: true, force: true });
          await this.clone();
        }
      } else {
        await this.clone();
      }
      return this.destination;
    });
  }

  private async clone(): Promise<void> {
    await mkdir(dirname(this.destination), { recursive: true });
    try {
      await run('git', ['clone', '--depth', '1', this.url, this.destination]);
    } catch (error) {
      await rm(this.destination, { recursive: true, force: true });
      throw error;
    }
  }
}
