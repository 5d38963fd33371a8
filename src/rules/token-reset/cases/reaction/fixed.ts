import { CancellationToken } from '@raceguard/runtime';

interface Image {
  readonly url: Promise<string>;
  revoke(): void;
}

declare function watch<T>(source: () => T, changed: (value: T) => void): void;
declare function load(id: number, signal: AbortSignal): Promise<string>;

/** What waits is a reaction: the image before finds the flag down again, and shows itself over the new one. */
export function useImage(image: () => Image | undefined, show: (url: string | undefined) => void): () => void {
  let current: Image | undefined;
  const cancellation = new CancellationToken();
  const leave = (): void => {
    cancellation.cancel();
    current?.revoke();
    current = undefined;
    show(undefined);
  };
  watch(image, (next) => {
    leave();
    if (!next) return;
    cancellation.reset();
    const run = cancellation.snapshot();
    current = next;
    next.url.then((url) => {
      if (!run.cancelled) show(url);
    });
  });
  return leave;
}

/** The controller is a local first, and still the field is looked at. */
export class Details {
  private controller: AbortController | undefined;
  text = '';

  open(id: number): Promise<void> {
    this.controller?.abort();
    const controller = new AbortController();
    this.controller = controller;
    return load(id, controller.signal).then((text) => {
      if (!controller.signal.aborted) this.text = text;
    });
  }
}
