import { Lazy } from '@raceguard/runtime';

declare class Player {
  play(): Promise<void>;
  stop(): void;
}

declare function createPlayer(src: string): Promise<Player>;

const lazyPlayer = new Lazy<Player>();

async function play(src: string): Promise<void> {
  const player = await lazyPlayer.get(() => createPlayer(src));
  await player.play();
}

export function Controls(props: { src: string }) {
  return (
    <div>
      <button onClick={() => void play(props.src)}>Play</button>
      <button
        onClick={() => {
          lazyPlayer.peek()?.stop();
          lazyPlayer.reset();
        }}
      >
        Stop
      </button>
    </div>
  );
}
