/** File names as the compilers spell them: absolute, with forward slashes. */
import { resolve } from 'node:path';

export function absolute(path: string, from = process.cwd()): string {
  return slashes(resolve(from, path));
}

export function slashes(path: string): string {
  return path.replaceAll('\\', '/');
}

export function folderOf(file: string): string {
  const at = file.lastIndexOf('/');
  return at <= 0 ? '/' : file.slice(0, at);
}

export function baseName(file: string): string {
  return file.slice(file.lastIndexOf('/') + 1);
}

export function isUnder(file: string, folder: string): boolean {
  return folder === '/' || file === folder || file.startsWith(`${folder}/`);
}

/** The folder and those that hold it, innermost first. */
export function* upwards(folder: string): Generator<string> {
  for (let at = folder; ; at = folderOf(at)) {
    yield at;
    if (at === '/' || /^[A-Za-z]:$/.test(at)) return;
  }
}

export const isJavaScript = (file: string): boolean => /\.[cm]?jsx?$/.test(file);
export const isTypeScript = (file: string): boolean => /\.[cm]?tsx?$/.test(file) && !isDeclaration(file);
export const isDeclaration = (file: string): boolean => /\.d\.(?:[^./]+\.)?[cm]?ts$/.test(file);

/** One of TypeScript's own libraries, of whichever TypeScript. */
export function isLibraryFile(file: string): boolean {
  return /\/lib\.(?:[\w.]+\.)?d\.ts$/.test(file) && /\/typescript[^/]*\/lib\/|^bundled:|\/@typescript\/lib-/.test(file);
}

/** A file that a project may own: source, not declarations, not of a dependency. */
export function isSource(file: string): boolean {
  return (isTypeScript(file) || isJavaScript(file)) && !file.includes('/node_modules/');
}

/** By code units: the same order on every machine. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
