/** How an import must be written into a file: `SourceTree.moduleForm`. */
import { isJavaScript } from './paths.ts';

export interface FormTraits {
  /** The compiler takes the file for a module by ECMAScript's rules. */
  readonly indicator: boolean;
  readonly verbatimModuleSyntax: boolean;
  /** It is emitted as CommonJS. Asked only where it decides. */
  commonJs(): boolean;
}

export function moduleForm(fileName: string, text: string, traits: FormTraits): 'esm' | 'commonjs' | 'none' {
  if (fileName.endsWith('.mjs')) return 'esm';
  if (fileName.endsWith('.cjs')) return 'commonjs';
  if (traits.indicator) {
    // Under verbatimModuleSyntax ECMAScript imports are an error in a file that is emitted as CommonJS.
    return traits.verbatimModuleSyntax && !isJavaScript(fileName) && traits.commonJs() ? 'commonjs' : 'esm';
  }
  return isJavaScript(fileName) && usesCommonJs(text) ? 'commonjs' : 'none';
}

function usesCommonJs(text: string): boolean {
  return /\brequire\s*\(|\bmodule\.exports\b|(?:^|[^.\w])exports\.\w/.test(text);
}
