declare function visit(node: Tree): Promise<string>;
declare const timer: { on(event: 'tick', listener: () => void): void };

interface Tree {
  readonly children: readonly Tree[];
}

/** A lock would wait for itself: the walk comes back to where it is held. */
export class Walk {
  private path = '';

  async all(trees: readonly Tree[]): Promise<void> {
    await Promise.all(trees.map((tree) => this.walk(tree)));
  }

  private async walk(tree: Tree): Promise<void> {
    const before = this.path;
    const name = await visit(tree);
    await Promise.all(tree.children.map((child) => this.walk(child)));
    this.path = `${before}/${name}`;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `this.path` is written from a value read before `await visit(tree)`
    console.log(before);
  }
}

/** Nobody waits for the chain, so no lock could tell when it has ended. */
let beats = 0;
timer.on('tick', () => {
  const before = beats;
  visit({ children: [] }).then((name) => {
    beats = before + name.length;
//  ^^^^^^^^^^^^^^^^^^^^^^^^^^^^ RG103 `beats` is written from a value read before `visit(…)`
  });
});
