declare function check(name: string): Promise<void>;

/** Merely exported: nothing says that two calls overlap. */
export class Names {
  private readonly names: string[] = [];
  private left = 3;

  async add(name: string): Promise<void> {
    if (this.names.length >= 10) return;
    //  ^^^^^^^^^^^^^^^^^^^^^^^ RG104 `this.names.length` can pass its limit: it is tested before `await check(name)`, and `this.names.push(name)` comes after it
    await check(name);
    this.names.push(name);
  }

  async take(name: string): Promise<boolean> {
    if (this.left > 0) {
    //  ^^^^^^^^^^^^^ RG104 `this.left` can pass its limit: it is tested before `await check(name)` and changed by `this.left -= 1` after it
      await check(name);
      this.left -= 1;
      return true;
    }
    return false;
  }
}
