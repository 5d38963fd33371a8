declare class Player {
  play(): Promise<void>;
  stop(): void;
}

declare function createPlayer(src: string): Promise<Player>;

let player: Player | undefined;

async function play(src: string): Promise<void> {
  if (!player) {
  //   ^^^^^^ RG101 `player` can be initialised twice
    player = await createPlayer(src);
  }
  await player.play();
}

export function Controls(props: { src: string }) {
  return (
    <div>
      <button onClick={() => void play(props.src)}>Play</button>
      <button
        onClick={() => {
          player?.stop();
          player = undefined;
        }}
      >
        Stop
      </button>
    </div>
  );
}
