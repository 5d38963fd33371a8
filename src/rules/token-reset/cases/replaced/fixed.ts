interface Commands {
  registerCommand(name: string, run: () => void): void;
}

declare function generate(prompt: string): AsyncIterable<string>;
declare function show(text: string): void;

let controller: AbortController | undefined;

/** Nothing aborts the one that is replaced: the command `abort` can only reach the last. */
async function complete(prompt: string): Promise<void> {
  let text = '';
  const abortController = new AbortController();
  try {
    controller = abortController;
    for await (const chunk of generate(prompt)) {
      abortController.signal.throwIfAborted();
      text += chunk;
      show(text);
    }
  } catch {
    if (!abortController.signal.aborted) show('failed');
  }
}

export function activate(commands: Commands): void {
  commands.registerCommand('complete', () => void complete('Once'));
  commands.registerCommand('abort', () => controller?.abort());
}
