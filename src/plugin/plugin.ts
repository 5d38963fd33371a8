/** The plugin as tsserver sees it: one module a project, all of one session behind it. */
import type ts from 'typescript-classic';
import type { TypeScript } from '../compilers/classic.ts';
import type { Rule } from '../core/rule.ts';
import { decorate } from './decorate.ts';
import { Served } from './served.ts';
import { settingsOf } from './settings.ts';

export type PluginFactory = (modules: { readonly typescript: TypeScript }) => ts.server.PluginModule;

/**
 * Nothing that fails in here reaches TypeScript: a service that can't be decorated is given back as it came. In a server
 * without semantics every service is.
 */
export function makePlugin(rules: readonly Rule[]): PluginFactory {
  return ({ typescript }) => {
    let configure: ((config: unknown) => void) | undefined;
    return {
      create(info) {
        const { project } = info;
        let served: Served | undefined;
        try {
          served = Served.of(typescript, project.projectService, rules);
          const mine = served;
          configure = (config) => mine.configure(project, settingsOf(config));
          configure(info.config);
          served.serve(info.session);
          if (served.hasSemantics) return decorate(typescript, info, served);
        } catch (error) {
          served?.fail(error);
        }
        return info.languageService;
      },
      onConfigurationChanged(config: unknown) {
        configure?.(config);
      },
    };
  };
}
