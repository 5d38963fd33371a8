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
  return <button onClick={async () => {
    const value = await vote(id);
    votes += value;
  }}>{`Vote for ${id}`}</button>;
}
