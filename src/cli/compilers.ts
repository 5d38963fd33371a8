/** The compilers behind the command line. */
import { discoverProjects, openProject } from '../compilers/open.ts';
import type { Compilers } from '../workspace/compilers.ts';

export const compilers: Compilers = {
  discover: (paths, compiler) => discoverProjects(paths, { compiler: compiler ?? 'auto' }),
  open: (ref, compiler, isDiskSame = false) => openProject(ref, { compiler: compiler ?? 'auto', isDiskSame }),
};
