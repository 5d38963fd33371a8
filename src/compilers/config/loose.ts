/** Options for files that no tsconfig includes. */
import type { ProjectRef } from '../claims.ts';
import { isJavaScript } from '../paths.ts';

/** As a tsconfig has them. Where a tsconfig is near its options hold; else the defaults of a new project. */
export function looseOptions(ref: ProjectRef): Readonly<Record<string, unknown>> {
  const javaScript = ref.files?.some(isJavaScript) ? { allowJs: true, checkJs: true } : {};
  if (ref.base !== undefined) return { ...javaScript, composite: false, noEmit: true };
  return {
    ...javaScript,
    target: 'esnext',
    module: 'esnext',
    moduleResolution: 'bundler',
    jsx: 'preserve',
    strict: true,
    types: ['*'],
    resolveJsonModule: true,
    allowImportingTsExtensions: true,
    noEmit: true,
    skipLibCheck: true,
  };
}
