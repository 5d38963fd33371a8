/** What folders and names say of a file. Paths are those of `Facts.place`. */

const test =
  /(^|\/)(tests?|__tests__|e2e|fixtures|mocks?|bench(marks)?|examples?)\/|\.(test|spec|bench|stories)\.[cm]?[jt]sx?$/;
const script =
  /(^|\/)(scripts?|bin|migrations?|commands?|codemods?|fixtures|__tests__|__fixtures__|tests?|e2e|bench(marks)?)\/|\.(test|spec|bench|stories)\.[cm]?[jt]sx?$/;

/** Tests, benchmarks, examples: they call their own code, and wait for it or not as they like. */
export function isTestPlace(place: string): boolean {
  return test.test(place);
}

/** Programs that run once, and tests: that somebody could call an export twice at the same time says nothing there. */
export function runsOnce(place: string): boolean {
  return script.test(place);
}
