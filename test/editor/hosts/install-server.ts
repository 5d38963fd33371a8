/** A real VS Code from the npm registry: the server build that code-server ships, run in a browser. */
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { work } from '../paths.ts';
import { command } from './processes.ts';

const version = '4.139.1';

// Nothing that a test needs, and more than half of what would be downloaded: chat, containers, databases, Windows.
const notNeeded = [
  '@devcontainers/cli',
  '@github/copilot-sdk',
  '@microsoft/mxc-sdk',
  '@vscode/copilot-api',
  '@vscode/sandbox-runtime',
  '@vscode/sqlite3',
  '@vscode/windows-process-tree',
  '@vscode/windows-registry',
  'kerberos',
  'ssh2',
];

/**
 * Returns its folder; installs it where it isn't there in this version.
 * @throws Error that says what could not be had, and the remedy.
 */
export async function installServer(say: (line: string) => void): Promise<string> {
  const home = process.env.RACEGUARD_VSCODE_SERVER ?? join(work, 'server');
  const stamp = join(home, 'raceguard-installed');
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === version) return home;
  const started = performance.now();
  const took = () => `${((performance.now() - started) / 1000).toFixed(0)} s`;
  const fresh = `${home}-${process.pid}`;
  mkdirSync(fresh, { recursive: true });
  try {
    say(`Getting a VS Code to test in (code-server ${version}: 47 MB, then its packages; once) …`);
    await command('npm', ['pack', `code-server@${version}`, '--pack-destination', fresh, '--loglevel=error'], work);
    const archive = `code-server-${version}.tgz`;
    await command('tar', ['-xzf', archive, '--strip-components=3', 'package/lib/vscode'], fresh);
    rmSync(join(fresh, archive));
    say(`… unpacked after ${took()}, installing its packages …`);
    trim(fresh);
    const install = ['install', '--omit=dev', '--ignore-scripts', '--no-audit', '--no-fund', '--loglevel=error'];
    await Promise.all([command('npm', install, fresh), command('npm', install, join(fresh, 'extensions'))]);
    writeFileSync(join(fresh, 'raceguard-installed'), version);
    rmSync(home, { recursive: true, force: true });
    renameSync(fresh, home);
    say(`… there after ${took()}.`);
    return home;
  } catch (error) {
    throw new Error(
      `No VS Code to test in: code-server ${version} could not be installed into ${home}.\n` +
        'It comes from the npm registry: see that it can be reached and that 500 MB of disk are free.',
      { cause: error },
    );
  } finally {
    rmSync(fresh, { recursive: true, force: true });
  }
}

function trim(folder: string): void {
  const file = join(folder, 'package.json');
  const manifest = JSON.parse(readFileSync(file, 'utf8'));
  for (const name of notNeeded) delete manifest.dependencies[name];
  delete manifest.overrides['kerberos@2.1.1'];
  writeFileSync(file, JSON.stringify(manifest, undefined, 2));
  rmSync(join(folder, 'extensions', 'copilot'), { recursive: true, force: true });
}
