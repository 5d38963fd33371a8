interface Parser {
  parse(text: string): string[];
  dispose(): void;
}

declare function createParser(language: string): Promise<Parser>;
declare function loadGrammar(language: string): Promise<string>;

export class Parsers {
  private readonly parsers = new Map<string, Parser>();
  private warm: Map<string, Parser> = new Map();
  private readonly parserCache = new Map<string, Parser>();

  async parse(language: string, text: string): Promise<string[]> {
    if (!this.parsers.has(language)) {
    //   ^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.parsers[language]` can be initialised twice
      this.parsers.set(language, await createParser(language));
    }
    const tree = this.parsers.get(language)!.parse(text);
    return tree;
  }

  async warmUp(languages: readonly string[]): Promise<void> {
    for (const language of languages) {
      if (this.warm.has(language)) continue;
      //  ^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.warm[language]` can be initialised twice
      await loadGrammar(language);
      this.warm.set(language, await createParser(language));
    }
  }

  async cached(language: string): Promise<Parser> {
    if (this.parserCache.has(language)) return this.parserCache.get(language)!;
    //  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG101 `this.parserCache[language]` can be initialised twice
    const grammar = await loadGrammar(language);
    const parser = await createParser(grammar);
    this.parserCache.set(language, parser);
    return parser;
  }

  get names(): string[] {
    return [...this.parsers.keys(), ...this.warm.keys()];
  }

  isWarm(language: string): boolean {
    return this.warm.has(language) || this.parserCache.get(language) !== undefined;
  }

  drop(language: string): void {
    this.parsers.get(language)?.dispose();
    this.parsers.delete(language);
  }

  reset(): void {
    for (const [language, parser] of this.warm) {
      if (language) parser.dispose();
    }
    this.warm = new Map();
    this.parsers.clear();
    this.parserCache.clear();
  }
}
