import { KeyedLazy } from '@raceguard/runtime';

interface Parser {
  parse(text: string): string[];
  dispose(): void;
}

declare function createParser(language: string): Promise<Parser>;
declare function loadGrammar(language: string): Promise<string>;

export class Parsers {
  private readonly parsers = new KeyedLazy<string, Parser>();
  private readonly warm = new KeyedLazy<string, Parser>();
  private readonly parserCache = new KeyedLazy<string, Parser>();

  async parse(language: string, text: string): Promise<string[]> {
    const parser = await this.parsers.get(language, () => createParser(language));
    const tree = parser.parse(text);
    return tree;
  }

  async warmUp(languages: readonly string[]): Promise<void> {
    for (const language of languages) {
      await this.warm.get(language, async () => {
        await loadGrammar(language);
        return createParser(language);
      });
    }
  }

  async cached(language: string): Promise<Parser> {
    return this.parserCache.get(language, async () => {
      const grammar = await loadGrammar(language);
      return createParser(grammar);
    });
  }

  get names(): string[] {
    return [...this.parsers.keys(), ...this.warm.keys()];
  }

  isWarm(language: string): boolean {
    return this.warm.has(language) || this.parserCache.peek(language) !== undefined;
  }

  drop(language: string): void {
    this.parsers.peek(language)?.dispose();
    this.parsers.delete(language);
  }

  reset(): void {
    for (const [language, parser] of this.warm) {
      if (language) parser.dispose();
    }
    this.warm.clear();
    this.parsers.clear();
    this.parserCache.clear();
  }
}
