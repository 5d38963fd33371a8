declare module 'fs-extra' {
  export function pathExists(path: string): Promise<boolean>;
  export function ensureDir(path: string): Promise<void>;
  export function ensureFile(path: string): Promise<void>;
  export function copy(from: string, to: string): Promise<void>;
  export function remove(path: string): Promise<void>;
}

declare module 'execa' {
  export function execa(file: string, args: readonly string[], options?: { cwd?: string }): Promise<unknown>;
}
