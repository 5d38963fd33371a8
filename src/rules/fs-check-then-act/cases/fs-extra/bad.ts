import { execa } from 'execa';
import { copy, ensureDir, pathExists, remove } from 'fs-extra';

const home = '/srv/app';

export async function install(): Promise<void> {
  const modules = `${home}/node_modules`;
  if (!(await pathExists(modules))) {
    await execa('npm', ['ci', '--prefix', home], { cwd: home });
//        ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `modules` was not there at `pathExists(modules)`
  }
}

export class Profiles {
  private readonly template: string;

  constructor(template: string, bus: { on(event: string, listener: () => Promise<void>): void }) {
    this.template = template;
    bus.on('profile', () => this.profile());
  }

  private async profile(): Promise<void> {
    const there = await pathExists(`${home}/profile`);
    if (!there) await copy(this.template, `${home}/profile`);
//                    ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `'${home}/profile'` was not there at `pathExists(…)`
  }
}

/** These ask for nothing and refuse nothing. */
export async function reset(): Promise<void> {
  if (await pathExists(`${home}/profile`)) await remove(`${home}/profile`);
  if (!(await pathExists(`${home}/logs`))) await ensureDir(`${home}/logs`);
}
