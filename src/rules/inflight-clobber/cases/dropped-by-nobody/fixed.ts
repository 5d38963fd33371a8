const winds = new Map<string, Promise<string>>();

export function windAt(harbour: string): Promise<string> {
  const asked = winds.get(harbour);
  if (asked) return asked;
  const made = fetch(harbour)
    .then((response) => response.text())
    .finally(() => {
      if (winds.get(harbour) === made) winds.delete(harbour);
    });
  winds.set(harbour, made);
  return made;
}

/** The package offers it. */
export function dropWinds(): void {
  winds.clear();
}
