const waves = new Map<string, Promise<string>>();

export function waveAt(harbour: string): Promise<string> {
  const asked = waves.get(harbour);
  if (asked) return asked;
  const made = fetch(harbour)
    .then((response) => response.text())
    .finally(() => waves.delete(harbour));
//                 ^^^^^^^^^^^^^^^^^^^^^ RG315 `waves[harbour]` may hold a newer task's promise
  waves.set(harbour, made);
  return made;
}

/** Whoever imports all of the package has it. */
export function dropWaves(): void {
  waves.clear();
}
