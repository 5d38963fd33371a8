interface Commands {
  registerCommand(name: string, run: () => void): void;
}

declare function build(target: string): Promise<void>;
declare function report(text: string): void;

let interrupted: boolean = false;

async function buildAll(targets: readonly string[]): Promise<void> {
  interrupted = false;
//^^^^^^^^^^^^^^^^^^^ RG401 `interrupted` is taken down while a cancelled run may still wait at `await build(target)`
  for (const target of targets) {
    if (interrupted) {
      report('interrupted');
      return;
    }
    await build(target);
  }
}

export function activate(commands: Commands): void {
  commands.registerCommand('build', () => void buildAll(['one', 'two']));
  commands.registerCommand('interrupt', () => {
    interrupted = true;
  });
  commands.registerCommand('state', () => report(interrupted ? 'stopped' : 'ready'));
}
