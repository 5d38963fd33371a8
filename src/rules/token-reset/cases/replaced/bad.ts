interface Commands {
  registerCommand(name: string, run: () => void): void;
}

declare function generate(prompt: string): AsyncIterable<string>;
declare function show(text: string): void;

let controller: AbortController | undefined;

/** Nothing aborts the one that is replaced: the command `abort` can only reach the last. */
async function complete(prompt: string): Promise<void> {
  let text = '';
  try {
    controller = new AbortController();
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `controller` is replaced while a run may still wait at
    for await (const chunk of generate(prompt)) {
      controller.signal.throwIfAborted();
      text += chunk;
      show(text);
    }
  } catch {
    if (!controller?.signal.aborted) show('failed');
  }
}

export function activate(commands: Commands): void {
  commands.registerCommand('complete', () => void complete('Once'));
  commands.registerCommand('abort', () => controller?.abort());
}
