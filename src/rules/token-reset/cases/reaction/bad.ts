interface Image {
  readonly url: Promise<string>;
  revoke(): void;
}

declare function watch<T>(source: () => T, changed: (value: T) => void): void;
declare function load(id: number, signal: AbortSignal): Promise<string>;

/** What waits is a reaction: the image before finds the flag down again, and shows itself over the new one. */
export function useImage(image: () => Image | undefined, show: (url: string | undefined) => void): () => void {
  let current: Image | undefined;
  let cancelled = false;
  const leave = (): void => {
    cancelled = true;
    current?.revoke();
    current = undefined;
    show(undefined);
  };
  watch(image, (next) => {
    leave();
    if (!next) return;
    cancelled = false;
//  ^^^^^^^^^^^^^^^^^ RG401 `cancelled` is taken down while a cancelled run may still wait at `next.url`
    current = next;
    next.url.then((url) => {
      if (!cancelled) show(url);
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
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG401 `this.controller` is replaced while a run may still wait at `load(id, controller.signal)`
    return load(id, controller.signal).then((text) => {
      if (!this.controller?.signal.aborted) this.text = text;
    });
  }
}
