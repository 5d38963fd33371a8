/** `FileLock`, and where types are written the name of its handle's type. */
import type { Facts } from '../../../core/facts/facts.ts';
import type { TextEdit } from '../../../core/finding.ts';
import { importRuntime, nodeRuntimeModule } from '../../../core/rewrite/imports.ts';

export interface FileLockNames {
  readonly lock: string;
  readonly handle: string;
  readonly edits: readonly TextEdit[];
}

export function fileLockImport(facts: Facts, withHandle: boolean): FileLockNames | undefined {
  const runtime = importRuntime(facts, 'FileLock', nodeRuntimeModule);
  if (!runtime) return undefined;
  const { local, edits } = runtime;
  const [edit] = edits;
  // A new import takes the type along.
  const isNew = edit && /\bimport \{ FileLock \} from/.test(edit.text) && !facts.tree.text.includes('FileLockHandle');
  if (!withHandle || facts.tree.isJavaScript || !isNew)
    return { lock: local, handle: `Awaited<ReturnType<${local}['acquire']>>`, edits };
  const text = edit.text.replace('{ FileLock }', '{ FileLock, type FileLockHandle }');
  return { lock: local, handle: 'FileLockHandle', edits: [{ ...edit, text }] };
}
