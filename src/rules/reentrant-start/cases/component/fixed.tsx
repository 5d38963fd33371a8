import { Mutex } from '@raceguard/runtime';

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
const playerMutex = new Mutex();

async function play(): Promise<void> {
  const currentPlayer = await playerMutex.runExclusive(async () => {
    if (!player) {
      const newPlayer = makePlayer();
      await newPlayer.load();
      player = newPlayer;
    }
    return player;
  });
  currentPlayer.play();
}

export function Play(): JSX.Element {
  return <button onClick={play} />;
}
