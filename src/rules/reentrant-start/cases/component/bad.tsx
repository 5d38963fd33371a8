declare namespace JSX {
  interface IntrinsicElements {
    button: { onClick: () => Promise<void> };
  }
  type Element = unknown;
}
declare const React: { createElement(...args: unknown[]): JSX.Element };

interface Player {
  load(): Promise<void>;
  play(): void;
}

declare function makePlayer(): Player;

let player: Player | undefined;

async function play(): Promise<void> {
  if (!player) {
  //   ^^^^^^ RG102 `player` can be used half-ready: it is set before `await player.load()` is done
    player = makePlayer();
    await player.load();
  }
  player.play();
}

export function Play(): JSX.Element {
  return <button onClick={play} />;
}
