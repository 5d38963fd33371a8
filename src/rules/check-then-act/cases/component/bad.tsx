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
  if (!feed) return;
  //   ^^^^ RG104 `feed` can be gone after `await feed.next()`: another function may clear it meanwhile
  show(await feed.next());
  show(await feed.next());
}

export function Next(): JSX.Element {
  return <button onClick={next} />;
}
