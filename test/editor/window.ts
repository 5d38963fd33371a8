/** What a folder under `windows/` says about the window in which its tests run. */
import type { Actions } from './bridge/messages.ts';

export interface WindowSpec {
  /** Added to those below. */
  readonly settings?: Readonly<Record<string, unknown>>;
  /** False: restricted mode. */
  readonly trusted?: boolean;
  /** The window is a `.code-workspace` of these folders, else one folder; of none: an empty window. */
  readonly roots?: readonly string[];
  /** Makes another package out of the unpacked one, in its folder. */
  readonly alter?: (unpacked: string) => void;
}

/**
 * What `windows/<name>/outside.ts` exports as `tests`, by title: they come one after the other, to a window in which no suite
 * runs. `place`: a folder that all of it lies in.
 */
export type OutsideTests = Readonly<Record<string, (window: Actions, place: string) => Promise<void>>>;

/** A quiet window, in which screenshots show what they are about. */
export const settings = {
  'chat.disableAIFeatures': true,
  'chat.commandCenter.enabled': false,
  'editor.minimap.enabled': false,
  'extensions.autoUpdate': false,
  'extensions.ignoreRecommendations': true,
  'files.autoSave': 'off',
  'git.enabled': false,
  'security.workspace.trust.startupPrompt': 'never',
  'telemetry.telemetryLevel': 'off',
  'window.commandCenter': false,
  'window.customTitleBarVisibility': 'never',
  'window.menuBarVisibility': 'hidden',
  'workbench.activityBar.location': 'hidden',
  'workbench.colorTheme': 'Default Light Modern',
  'workbench.layoutControl.enabled': false,
  'workbench.secondarySideBar.defaultVisibility': 'hidden',
  'workbench.startupEditor': 'none',
  'workbench.tips.enabled': false,
};
