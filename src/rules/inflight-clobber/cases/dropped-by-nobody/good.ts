const tides = new Map<string, Promise<string>>();

export function tideAt(harbour: string): Promise<string> {
  const asked = tides.get(harbour);
  if (asked) return asked;
  const made = fetch(harbour)
    .then((response) => response.text())
    .finally(() => tides.delete(harbour));
  tides.set(harbour, made);
  return made;
}

/** For tests: the program has no use for it. */
export function dropTides(): void {
  tides.clear();
}
