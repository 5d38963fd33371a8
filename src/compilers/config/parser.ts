/** What a tsconfig comes to, by the compiler's own reading of it: inheritance resolved, globs expanded. */

export interface ParsedConfig {
  /** As the compiler numbers them; absent where nothing is said. */
  readonly options: Readonly<Record<string, unknown>>;
  /** Absolute, with forward slashes: what `files`, `include` and `exclude` name. */
  readonly fileNames: readonly string[];
}

/** Reads as much as can be read of a faulty configuration; throws when the file can't be read at all. */
export type ConfigParser = (configFile: string) => ParsedConfig;
