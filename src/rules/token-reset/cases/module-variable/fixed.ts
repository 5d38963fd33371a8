import { CancellationToken } from '@raceguard/runtime';

interface Commands {
  registerCommand(name: string, run: () => void): void;
}

declare function build(target: string): Promise<void>;
declare function report(text: string): void;

const cancellation = new CancellationToken();

async function buildAll(targets: readonly string[]): Promise<void> {
  cancellation.reset();
  const run = cancellation.snapshot();
  for (const target of targets) {
    if (run.cancelled) {
      report('interrupted');
      return;
    }
    await build(target);
  }
}

export function activate(commands: Commands): void {
  commands.registerCommand('build', () => void buildAll(['one', 'two']));
  commands.registerCommand('interrupt', () => {
    cancellation.cancel();
  });
  commands.registerCommand('state', () => report(cancellation.cancelled ? 'stopped' : 'ready'));
}
