declare namespace JSX {
  interface Element { key: string }
  interface IntrinsicElements { [name: string]: unknown }
}
function Button(props: { onClick(): Promise<void>; children?: unknown }): JSX.Element { return null!; }
export const view = (items: string[]) => (
  <>
    <Button onClick={async () => { await save(); }}>text {items.map((i) => <b key={i}>{i}</b>)} &nbsp;</Button>
    <div {...{}} data-x="1" a:b='2'>{/* nothing */}<br /></div>
  </>
);
async function save() {}
const identity = <T,>(x: T) => x;
identity(view([]));
