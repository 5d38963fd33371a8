/** Symbols that the compiler can't resolve: what is known of them all the same, and the note that says so. */
import { isBuiltin } from 'node:module';
import type { DeclarationKey } from '../../core/answers.ts';
import { type SymbolAnswer, unknownSymbol } from '../../core/answers.ts';
import type { Node, SourceTree } from '../../core/syntax.ts';
import type { ProjectNote } from '../compiler.ts';
import { nodeModule, packageOfSpecifier } from '../describe/origin.ts';
import { baseName } from '../paths.ts';
import { importsOf, memberModule } from './imports.ts';
import { memberPath } from './node.ts';

export interface SymbolResolver<S> {
  /** Aliases not followed. */
  at(node: Node): S | undefined;
  target(symbol: S): S | undefined;
  declarations(symbol: S): readonly DeclarationKey[];
}

export class Unresolved {
  /** Packages, with a file that imports them. */
  private readonly packages = new Map<string, string>();

  /** A member of a Node module is known by its specifier alone; anything else stays unknown. */
  answer<S>(tree: SourceTree, node: Node, symbol: S | undefined, resolver: SymbolResolver<S>): SymbolAnswer {
    const path = memberPath(tree, node);
    const entry = path && importsOf(tree).get(path.root.text ?? '');
    if (!path || !entry) return unknownSymbol;
    const root = path.root === node ? symbol : resolver.at(path.root);
    const declaredHere = (d: DeclarationKey) => d.file === tree.fileName && d.pos === entry.pos;
    if (root !== undefined && !resolver.declarations(root).some(declaredHere)) return unknownSymbol;
    if (!isBuiltin(entry.specifier)) {
      if (root === undefined || resolver.target(root) === undefined) this.miss(entry.specifier, tree.fileName);
      return unknownSymbol;
    }
    const members = entry.imported === undefined ? path.members : [entry.imported, ...path.members];
    const member = memberModule(entry.specifier, members);
    return {
      ask: 'symbol',
      unknown: false,
      name: member.path.at(-1) ?? member.module,
      declarations: [],
      package: nodeModule(member.module),
    };
  }

  notes(configFile: string | undefined): readonly ProjectNote[] {
    const names = [...this.packages.keys()];
    const [first] = names;
    if (first === undefined) return [];
    const more = names.length > 3 ? ` and ${names.length - 3} more` : '';
    const list = names
      .slice(0, 3)
      .map((name) => `"${name}"`)
      .join(', ');
    const file = this.packages.get(first) ?? '';
    return [
      {
        level: 'warning',
        message: `Findings may be missing: ${list}${more} can't be resolved (imported in ${baseName(file)}), so values that come from there have no type. Run npm install, or install their types.`,
        file: configFile ?? file,
      },
    ];
  }

  private miss(specifier: string, file: string): void {
    const name = packageOfSpecifier(specifier);
    if (name !== undefined && !this.packages.has(name)) this.packages.set(name, file);
  }
}
