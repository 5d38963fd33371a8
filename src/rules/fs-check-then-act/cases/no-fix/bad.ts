import { spawn } from 'node:child_process';
import { access } from 'node:fs/promises';

/** What is started goes on behind the function: no lock in it would last so long. */
export async function build(folder: string): Promise<void> {
  try {
    await access(`${folder}/out`);
  } catch {
    spawn('make', ['-C', folder, `${folder}/out`]);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG201 `'${folder}/out'` was not there at
  }
}
