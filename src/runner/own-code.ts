import { packageRoot } from '../workspace/package.ts';
import { slashed } from '../workspace/paths.ts';

/** What the paths of our own code begin with, in a checkout and in the package. */
export const ownCode: readonly string[] = ['dist', 'src', 'runtime'].map((name) => `${slashed(packageRoot)}/${name}/`);
