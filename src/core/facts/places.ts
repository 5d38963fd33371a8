/** What folders and names say of a file. Paths are those of `Facts.place`. */

const test =
  /(^|\/)(tests?|__tests__|e2e|fixtures|mocks?|bench(marks)?|examples?)\/|\.(test|spec|bench|stories)\.[cm]?[jt]sx?$/;
const script = /(^|\/)(scripts?|bin|migrations?|commands?|codemods?|__fixtures__)\//;

/**
 * A file's path from `root`, or from the innermost folder that holds both: what stands above says where a checkout lies,
 * not what the file is.
 */
export function placeOf(fileName: string, root: string): string {
  let above = root.endsWith('/') ? root : `${root}/`;
  while (!fileName.startsWith(above)) above = above.replace(/[^/]*\/$/, '');
  return fileName.slice(above.length);
}

/** Tests, benchmarks, examples: they call their own code, and wait for it or not as they like. They aren't checked. */
export function isTestPlace(place: string): boolean {
  return test.test(place);
}

/** As `isTestPlace`, of a file of the project whose places are told from `root`. */
export function isTestFile(fileName: string, root: string): boolean {
  return isTestPlace(placeOf(fileName, root));
}

/** Programs that run once: that somebody could call an export twice at the same time says nothing there. */
export function runsOnce(place: string): boolean {
  return script.test(place);
}
