/** What fixes must know, from options as either compiler numbers them. */
import type { ProjectOptions } from '../compiler.ts';
import { compareVersions } from './versions.ts';

export interface ReadOptions {
  readonly strict?: boolean | undefined;
  readonly strictNullChecks?: boolean | undefined;
  readonly verbatimModuleSyntax?: boolean | undefined;
}

export function projectOptions(options: ReadOptions, typescript: string, hasDisposable: () => boolean): ProjectOptions {
  // `strict` is the default from TypeScript 6 on.
  const strict = options.strictNullChecks ?? options.strict ?? compareVersions(typescript, '6.0.0') >= 0;
  return {
    typescript,
    disposables: compareVersions(typescript, '5.2.0') >= 0 && hasDisposable(),
    verbatimModuleSyntax: options.verbatimModuleSyntax ?? false,
    strict,
  };
}
