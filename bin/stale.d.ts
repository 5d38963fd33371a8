/** The bundle is missing, or older than a source, a dependency's version or the way it is built. */
export function isStale(root: string): boolean;
