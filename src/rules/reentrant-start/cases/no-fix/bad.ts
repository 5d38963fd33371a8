interface Scope {
  enter(): Promise<string>;
}

declare function makeScope(): Scope;

/** What the entry gives is used: a second caller has none. */
export class Entered {
  private scope: Scope | undefined;

  async runAll(names: readonly string[]): Promise<string[]> {
    return Promise.all(names.map((name) => this.run(name)));
  }

  private async run(name: string): Promise<string> {
    if (!this.scope) this.scope = makeScope();
    //   ^^^^^^^^^^ RG102 `this.scope` can be entered twice: who finds it set here goes on to `await this.scope.enter()` too
    const entered = await this.scope.enter();
    return `${entered}/${name}`;
  }
}
