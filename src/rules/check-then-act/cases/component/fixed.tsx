declare namespace JSX {
  interface IntrinsicElements {
    button: { onClick: () => Promise<void> };
  }
  type Element = unknown;
}
declare const React: { createElement(...args: unknown[]): JSX.Element };

interface Feed {
  next(): Promise<string>;
  close(): void;
}

declare function open(): Feed;
declare function show(text: string): void;

let feed: Feed | undefined = open();

setInterval(() => {
  feed?.close();
  feed = undefined;
}, 60_000);

async function next(): Promise<void> {
  const currentFeed = feed;
  if (!currentFeed) return;
  show(await currentFeed.next());
  show(await currentFeed.next());
}

export function Next(): JSX.Element {
  return <button onClick={next} />;
}
