import { execa } from 'execa';
import { copy, ensureDir, pathExists, remove } from 'fs-extra';
import { FileLock } from '@raceguard/runtime/node';

const home = '/srv/app';

export async function install(): Promise<void> {
  const modules = `${home}/node_modules`;
  await new FileLock(`${home}.lock`).runExclusive(async () => {
    if (!(await pathExists(modules))) {
      await execa('npm', ['ci', '--prefix', home], { cwd: home });
    }
  });
}

export class Profiles {
  private readonly template: string;

  constructor(template: string, bus: { on(event: string, listener: () => Promise<void>): void }) {
    this.template = template;
    bus.on('profile', () => this.profile());
  }

  private async profile(): Promise<void> {
    await new FileLock(`${home}/profile.lock`).runExclusive(async () => {
      const there = await pathExists(`${home}/profile`);
      if (!there) await copy(this.template, `${home}/profile`);
    });
  }
}

/** These ask for nothing and refuse nothing. */
export async function reset(): Promise<void> {
  if (await pathExists(`${home}/profile`)) await remove(`${home}/profile`);
  if (!(await pathExists(`${home}/logs`))) await ensureDir(`${home}/logs`);
}
