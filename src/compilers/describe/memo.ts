/** Turns a getter into the value it has found: `get x() { return settle(this, 'x', this.findX()); }`. */
export function settle<V>(owner: object, key: string, value: V): V {
  Object.defineProperty(owner, key, { value, enumerable: true, configurable: true });
  return value;
}
