/** The windows of a run: `windows/<name>/` holds what a window is like (`window.ts`, if need be) and its tests. */
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { actionsOn, startDriver } from './bridge/driver.ts';
import type { Report } from './bridge/messages.ts';
import type { Host, OpenWindow } from './hosts/host.ts';
import { alteredPackage, packageExtension } from './package.ts';
import { root, screenshots } from './paths.ts';
import type { Count } from './report.ts';
import { bundleSuite } from './suite.ts';
import { type OutsideTests, settings, type WindowSpec } from './window.ts';

const folder = join(root, 'test/editor/windows');
/** A suite that takes longer hangs. */
const limit = 420_000;

export function windowNames(): string[] {
  return readdirSync(folder).sort();
}

export interface RunOptions {
  readonly grep: string | undefined;
  readonly updateScreenshots: boolean;
}

/** Opens the window, runs its tests and adds them to `count`: a window that dies is a failure too. */
export async function runWindow(host: Host, name: string, count: Count, options: RunOptions): Promise<void> {
  const started = performance.now();
  const spec = await specOf(name);
  const place = mkdtempSync(join(realpathSync(tmpdir()), `raceguard-${name}-`));
  if (existsSync(join(folder, name, 'outside.ts'))) return runOutside(host, name, place, spec, count, options);
  let open: OpenWindow | undefined;
  let ended = false;
  const failuresBefore = count.failures.length;
  const report = (report: Report) => {
    if (report.event === 'end') ended = true;
    count.add(report);
  };
  const driver = await startDriver({ window: name, report, updateScreenshots: options.updateScreenshots });
  console.log(`\n  window: ${name}`);
  try {
    const env = {
      RACEGUARD_DRIVER: String(driver.port),
      RACEGUARD_GREP: options.grep ?? '',
      RACEGUARD_ROOT: root,
      RACEGUARD_PICTURES: options.updateScreenshots ? '1' : '',
    };
    open = await openWindow(host, place, spec, await bundleSuite(name), env);
    driver.drive(open.page);
    const late = new Promise<void>((done) => setTimeout(done, limit).unref());
    const code = await Promise.race([open.over, late]);
    if (!ended) {
      await pictureOf(name, open);
      const how = code === undefined ? `did not come to an end within ${limit / 1000} s` : `ended early, code ${code}`;
      const error = `The suite ${how}.\n${lastLines(open.output())}`;
      count.add({ event: 'fail', title: `window ${name}`, depth: 0, error });
    }
  } finally {
    await open?.close();
    driver.close();
    if (count.failures.length > failuresBefore) {
      console.log(`  pictures of failures: ${join(screenshots, name)}\n${logOf(place)}`);
    }
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
  console.log(`  window: ${name} closed after ${((performance.now() - started) / 1000).toFixed(0)} s`);
}

/** The tests of a window that goes and comes back: no suite that runs in it could see the end. */
async function runOutside(
  host: Host,
  name: string,
  place: string,
  spec: WindowSpec,
  count: Count,
  { updateScreenshots, grep = '' }: RunOptions,
): Promise<void> {
  const { tests }: { tests: OutsideTests } = await import(join(folder, name, 'outside.ts'));
  console.log(`\n  window: ${name}`);
  const open = await openWindow(host, place, spec, undefined, {});
  const window = actionsOn(open.page, { window: name, updateScreenshots });
  try {
    for (const [title, test] of Object.entries(tests)) {
      if (!new RegExp(grep).test(title)) continue;
      const started = performance.now();
      try {
        await test(window, place);
        count.add({ event: 'pass', title, depth: 0, ms: Math.round(performance.now() - started) });
      } catch (error) {
        await window.screenshot(`failed-${title}`);
        count.add({ event: 'fail', title, depth: 0, error: error instanceof Error ? error.stack! : String(error) });
      }
    }
  } finally {
    await open.close();
    rmSync(place, { recursive: true, force: true, maxRetries: 5 });
  }
}

/** Shows the window until the process is ended. */
export async function lookAround(host: Host, name: string): Promise<never> {
  const place = mkdtempSync(join(realpathSync(tmpdir()), `raceguard-${name}-`));
  process.on('exit', () => rmSync(place, { recursive: true, force: true }));
  const open = await openWindow(host, place, await specOf(name), undefined, {});
  console.log(`${open.url ?? 'The window is open.'}\nThe folder is ${place}. Ctrl+C ends it.`);
  await open.over;
  process.exit(0);
}

async function openWindow(
  host: Host,
  place: string,
  spec: WindowSpec,
  suite: string | undefined,
  env: Readonly<Record<string, string>>,
): Promise<OpenWindow> {
  return host.open({
    workspace: makeWorkspace(place, spec),
    data: join(place, 'data'),
    settings: { ...settings, ...spec.settings },
    trusted: spec.trusted ?? true,
    vsix: await (spec.alter ? alteredPackage('altered', spec.alter) : packageExtension()),
    suite,
    env,
  });
}

/** Tests put their projects into it. Undefined where the window is an empty one. */
function makeWorkspace(place: string, { roots }: WindowSpec): string | undefined {
  if (roots?.length === 0) return undefined;
  for (const each of roots ?? ['workspace']) mkdirSync(join(place, each));
  if (!roots) return join(place, 'workspace');
  const file = join(place, 'tests.code-workspace');
  writeFileSync(file, JSON.stringify({ folders: roots.map((path) => ({ path })) }));
  return file;
}

async function specOf(name: string): Promise<WindowSpec> {
  const file = join(folder, name, 'window.ts');
  return existsSync(file) ? (await import(file)).default : {};
}

async function pictureOf(name: string, open: OpenWindow): Promise<void> {
  mkdirSync(join(screenshots, name), { recursive: true });
  await open.page.screenshot({ path: join(screenshots, name, 'failed-window.png') }).catch(() => {});
}

/** Without the native modules that the server build does without. */
function lastLines(output: string): string {
  const lines = output
    .split('\n')
    .filter((line) => line.trim() && !/node_modules\/(?:@vscode\/)?(?:spdlog|vsda)/.test(line));
  return lines.slice(-40).join('\n');
}

/** What the extension logged, its last lines. */
function logOf(place: string): string {
  const logs = readdirSync(place, { recursive: true, encoding: 'utf8' }).filter((path) =>
    path.endsWith('Raceguard.log'),
  );
  return logs.map((path) => readFileSync(join(place, path), 'utf8').split('\n').slice(-40).join('\n')).join('\n');
}
