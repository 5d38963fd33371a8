interface CancellationToken {
  readonly isCancellationRequested: boolean;
}

interface Window {
  showErrorMessage(message: string): void;
}

declare const editor: Window;
declare function format(text: string, cancellation: CancellationToken): Promise<string>;

export async function provideEdits(text: string, token: CancellationToken): Promise<string | undefined> {
  try {
    return await format(text, token);
  } catch (error) {
    editor.showErrorMessage(`Formatting failed: ${error}`);
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG403 `editor.showErrorMessage(…)` also answers when `token` was aborted
    return undefined;
  }
}
