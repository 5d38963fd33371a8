/**
 * Reads a project's options as its own TypeScript does, in a newer one. TypeScript 6 changed defaults (`types`,
 * `strict`, `module`) and TypeScript 7 dropped options; either way imports turn into `any` and findings vanish with
 * them, silently. See https://aka.ms/ts6.
 */
import { absolute } from '../paths.ts';
import { majorOf } from './versions.ts';

/** Effective options as a compiler numbers them; the numbers used here are the same in TypeScript 5, 6 and 7. */
export interface Options {
  readonly types?: unknown;
  readonly strict?: unknown;
  readonly target?: number;
  readonly module?: number;
  readonly moduleResolution?: number;
  readonly baseUrl?: string;
  readonly paths?: Readonly<Record<string, readonly string[]>>;
  readonly pathsBasePath?: string;
  readonly esModuleInterop?: boolean;
  readonly allowSyntheticDefaultImports?: boolean;
  readonly alwaysStrict?: boolean;
  readonly downlevelIteration?: unknown;
  readonly outFile?: unknown;
  readonly noErrorTruncation?: boolean;
}

export interface Adaptation {
  /** Fields of `compilerOptions` to set; null unsets. */
  readonly overrides: Readonly<Record<string, unknown>>;
  /** What was replaced, for the user. */
  readonly replaced: readonly string[];
  /** `import * as f` of a callable module may be called: TypeScript 7 can't be told to allow that. */
  readonly callsNamespaces: boolean;
}

const es5 = 1;
const commonJs = 1;
const es2015 = 5;
const classic = 1;
const node10 = 2;
const node16 = 100;
const preserve = 200;

/** `own`: the project's TypeScript; undefined where nothing says: then today's defaults hold, but for `types`. */
export function forNative(options: Options, own: string | undefined): Adaptation {
  const overrides: Record<string, unknown> = {};
  const replaced: string[] = [];
  const set = (name: string, value: unknown, said?: string) => {
    overrides[name] = value;
    if (said) replaced.push(said);
  };
  const old = isOld(own);
  for (const [name, value] of Object.entries(defaultsOf(options, own))) set(name, value);
  if (old && options.types === undefined) replaced.push('`types`: all of @types');
  const { module = old ? moduleOf5(options) : undefined } = options;
  const likeNode = module !== undefined && module >= node16 && module < preserve;
  const resolution = options.moduleResolution;
  const dropped = resolution === classic || resolution === node10;
  if (dropped || (old && resolution === undefined && !likeNode && module !== preserve)) {
    const said = dropped ? `\`moduleResolution: ${resolution === node10 ? 'node10' : 'classic'}\` as \`bundler\`` : '';
    set('moduleResolution', 'bundler', said);
    // As before: a package's `exports` were not looked at.
    set('resolvePackageJsonExports', false);
    set('resolvePackageJsonImports', false);
  }
  if (module !== undefined && (module === 0 || (module > commonJs && module < es2015))) {
    set('module', 'commonjs', '`module` as `commonjs`');
  } else if (options.module === undefined && module !== undefined)
    set('module', module === commonJs ? 'commonjs' : 'esnext');
  if (options.target !== undefined && options.target <= es5) set('target', 'es2015', '`target` as `es2015`');
  if (options.baseUrl !== undefined) {
    set('baseUrl', null);
    set('paths', pathsInstead(options, options.baseUrl), '`baseUrl` as `paths`');
  }
  if (options.noErrorTruncation) set('noErrorTruncation', false);
  if (options.esModuleInterop === false) set('esModuleInterop', true);
  if (options.allowSyntheticDefaultImports === false) set('allowSyntheticDefaultImports', true);
  if (options.alwaysStrict === false) set('alwaysStrict', true);
  if (options.downlevelIteration !== undefined) set('downlevelIteration', null);
  if (options.outFile !== undefined) set('outFile', null, '`outFile` left out');
  return { overrides, replaced, callsNamespaces: !(options.esModuleInterop ?? (!old || likeNode)) };
}

/** TypeScript 6 still knows all of these options; only defaults have to be said. */
export function forClassic6(options: Options, own: string | undefined): Readonly<Record<string, unknown>> {
  if (!isOld(own)) return { ...defaultsOf(options, own), ignoreDeprecations: '6.0' };
  const module = options.module ?? moduleOf5(options);
  const likeNode = module >= node16;
  return {
    ...defaultsOf(options, own),
    ...(options.module === undefined ? { module } : {}),
    ...(options.moduleResolution === undefined && !likeNode ? { moduleResolution: node10 } : {}),
    ...(options.esModuleInterop === undefined && !likeNode ? { esModuleInterop: false } : {}),
    ignoreDeprecations: '6.0',
  };
}

function isOld(own: string | undefined): boolean {
  return own !== undefined && majorOf(own) < 6;
}

function defaultsOf(options: Options, own: string | undefined): Record<string, unknown> {
  return {
    // Where no TypeScript is named the types that are installed are meant to be there.
    ...(options.types === undefined && (own === undefined || isOld(own)) ? { types: ['*'] } : {}),
    ...(options.strict === undefined && isOld(own) ? { strict: false } : {}),
  };
}

function moduleOf5(options: Options): number {
  return (options.target ?? es5) >= 2 ? es2015 : commonJs;
}

/** Every import that isn't relative was tried under `baseUrl` first, or after the `paths` that match it. */
function pathsInstead(options: Options, baseUrl: string): Record<string, readonly string[]> {
  const paths = Object.entries(options.paths ?? {}).map(([pattern, targets]) => {
    const own = targets.map((target) => absolute(target, baseUrl));
    return [pattern, [...own, `${baseUrl}/${pattern}`]] as const;
  });
  return { '*': [`${baseUrl}/*`], ...Object.fromEntries(paths) };
}
