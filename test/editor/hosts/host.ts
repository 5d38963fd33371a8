/** What shows a VS Code: on the desktop, or as a server with a browser. */
import type { Page } from 'playwright-core';

export interface WindowOptions {
  /** A folder, or a `.code-workspace` file; undefined: an empty window. */
  readonly workspace: string | undefined;
  /** For user data, extensions and logs. It is empty or holds what an earlier start left. */
  readonly data: string;
  readonly settings: Readonly<Record<string, unknown>>;
  /** False: the workspace opens in restricted mode. */
  readonly trusted: boolean;
  readonly vsix: string;
  /** A module that exports `run()`, called in the extension host. Without it nothing is run. */
  readonly suite: string | undefined;
  /** Seen by the extension host. */
  readonly env: Readonly<Record<string, string>>;
}

export interface OpenWindow {
  readonly page: Page;
  /** Where a person can look at the same workspace; undefined where the window itself is on the screen. */
  readonly url: string | undefined;
  /** Settles when the suite is over or the window is gone: 0 where `run()` resolved. */
  readonly over: Promise<number>;
  /** What the editor itself printed. */
  output(): string;
  close(): Promise<void>;
}

export interface Host {
  /** For the report: which VS Code this is. */
  readonly name: string;
  open(options: WindowOptions): Promise<OpenWindow>;
  close(): Promise<void>;
}
