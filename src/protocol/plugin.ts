/** Requests to the tsserver plugin: custom commands of tsserver's own protocol, one handler a session. */
import type { CheckAnswer, FixAnswer, FixRequest } from './messages.ts';

/** The plugin's name: the folder under `node_modules` of the extension, and `contributes.typescriptServerPlugins`. */
export const pluginName = 'raceguard-tsserver-plugin';

export interface PluginRequests {
  '_raceguard/check': { readonly arguments: { readonly file: string }; readonly body: CheckAnswer };
  '_raceguard/fix': { readonly arguments: FixRequest; readonly body: FixAnswer };
  '_raceguard/status': { readonly arguments: Record<string, never>; readonly body: PluginStatus };
}

export interface PluginStatus {
  readonly version: string;
  readonly typescript: string;
  /** Projects of this session that the plugin serves. */
  readonly projects: number;
  readonly checks: number;
  /** The last thing that went wrong inside it, told once it is asked. */
  readonly failure: string | undefined;
}

/** What the extension tells the plugin through `configurePlugin`; other editors put it into `compilerOptions.plugins`. */
export interface PluginSettings {
  /** The host shows the findings itself, so the plugin adds none to TypeScript's diagnostics. */
  readonly diagnostics?: 'host' | 'plugin';
  /** Milliseconds of work a request may take before it stops and says so. */
  readonly budgetMs?: number;
}
