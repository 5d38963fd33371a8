/** What hosts say to the plugin, from wherever it comes: values of the wrong kind count as not said. */
import type { PluginSettings } from '../protocol/plugin.ts';

/** Milliseconds: tsserver is one thread, and a completion may wait behind us. */
export const defaultBudgetMs = 40;
const leastBudgetMs = 1;

/**
 * `config`: an entry of `compilerOptions.plugins`, what tsserver makes of `--globalPlugins`, or what a host sent by
 * `configurePlugin`. A contributed plugin publishes nothing until its host asks for it: the host may be about to say
 * that it shows the findings itself.
 */
export function settingsOf(config: unknown): PluginSettings {
  const given = (typeof config === 'object' && config !== null ? config : {}) as Record<string, unknown>;
  const { diagnostics, budgetMs } = given;
  return {
    diagnostics: diagnostics === 'host' || diagnostics === 'plugin' ? diagnostics : given.global ? 'host' : 'plugin',
    budgetMs:
      typeof budgetMs === 'number' && Number.isFinite(budgetMs) ? Math.max(budgetMs, leastBudgetMs) : defaultBudgetMs,
  };
}
