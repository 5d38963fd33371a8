/** TypeScript versions, as package.json files name them. */

/** Negative where `a` is older. Tags such as `-beta` and `-dev.2026` are left out: they have the features. */
export function compareVersions(a: string, b: string): number {
  const left = numbers(a);
  const right = numbers(b);
  for (let i = 0; i < 3; i++) {
    const difference = (left[i] ?? 0) - (right[i] ?? 0);
    if (difference) return difference;
  }
  return 0;
}

export function majorOf(version: string): number {
  return numbers(version)[0] ?? 0;
}

/** The least version that a range allows (`^5.4.2`, `~5.9`, `>=5.4 <6.1`, `npm:typescript@6.0.3`); undefined for a tag. */
export function leastOf(range: string): string | undefined {
  const found = /(\d+)(?:\.(\d+|x|\*))?(?:\.(\d+))?/.exec(range.slice(range.lastIndexOf('@') + 1));
  if (!found) return undefined;
  return [found[1], found[2] ?? '0', found[3] ?? '0'].map((n) => (/^\d/.test(n ?? '') ? n : '0')).join('.');
}

function numbers(version: string): number[] {
  return version.split('-')[0]?.split('.').map(Number) ?? [];
}
