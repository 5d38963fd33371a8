/** A project over programs that someone else keeps, as tsserver does for its plugins. */
import type ts from 'typescript-classic';
import { rootOf } from '../claims.ts';
import { ClassicProject, type ProgramSource, type TypeScript } from '../classic.ts';
import { ownTypeScript } from '../config/installed.ts';
import { folderOf, isSource } from '../paths.ts';

export class BorrowedProject extends ClassicProject {
  private readonly borrowed: Borrowed;

  constructor(typescript: TypeScript, program: ts.Program, configFile?: string) {
    const borrowed = new Borrowed(program);
    super(typescript, borrowed, {
      configFile,
      root: rootOf({ configFile, folder: program.getCurrentDirectory() }),
      why: 'the editor runs it',
      get ownTypeScript() {
        return configFile === undefined ? undefined : ownTypeScript(folderOf(configFile))?.version;
      },
      notes: [],
      own: (files) => files.filter(isSource),
    });
    this.borrowed = borrowed;
  }

  get program(): ts.Program {
    return this.borrowed.program;
  }

  /**
   * The next program, with the same options. Trees of files that it took over stay, all answers are void. Returns the
   * files that changed, came or went.
   */
  follow(program: ts.Program): readonly string[] {
    this.borrowed.program = program;
    return this.advance();
  }
}

class Borrowed implements ProgramSource {
  program: ts.Program;

  constructor(program: ts.Program) {
    this.program = program;
  }

  isOverlaid(): boolean {
    return true;
  }
  overlay(): never {
    throw new Error('The host of this program keeps its texts.');
  }
  refresh(): never {
    throw new Error('The host of this program keeps its files.');
  }
}
