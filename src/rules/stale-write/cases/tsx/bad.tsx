declare global {
  namespace JSX {
    interface IntrinsicElements {
      button: { onClick: () => void; disabled?: boolean; children?: string };
    }
  }
}

declare function vote(id: string): Promise<number>;

let votes = 0;

export function Vote({ id }: { id: string }) {
  return <button onClick={async () => (votes += await vote(id))}>{`Vote for ${id}`}</button>;
  //                                   ^^^^^^^^^^^^^^^^^^^^^^^ RG103 `votes` is written from a value read before `await vote(id)`
}
