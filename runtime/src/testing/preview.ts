const LONGEST = 60;

/** @internal A value as a timeline shows it: short, on one line. Never throws. */
export function preview(value: unknown): string {
  const text = full(value, 2).replace(/\s+/g, ' ');
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}

function full(value: unknown, depth: number): string {
  try {
    if (typeof value === 'string') return JSON.stringify(value);
    if (typeof value === 'function') return `${value.name || 'anonymous'}()`;
    if (typeof value !== 'object' || value === null) return String(value);
    if (value instanceof Error) return `${value.name}: ${value.message}`;
    const type = value.constructor?.name ?? 'Object';
    if (depth === 0) return type;
    if (Array.isArray(value))
      return `[${value
        .slice(0, 10)
        .map((one) => full(one, depth - 1))
        .join(', ')}]`;
    if (value instanceof Map || value instanceof Set) return `${type}(${value.size})`;
    if (type !== 'Object') return type;
    const parts = Object.entries(value).slice(0, 10);
    return `{${parts.map(([key, part]) => `${key}: ${full(part, depth - 1)}`).join(', ')}}`;
  } catch {
    return 'a value that throws when it is looked at';
  }
}
