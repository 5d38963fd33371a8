/** Ends a command with exit code 2 and a message without a stack: it names the thing, the cause and the remedy. */
export class Failure extends Error {
  override readonly name = 'Failure';
}

/** A failure of the command line itself: the hint at `--help` follows. */
export class UsageFailure extends Failure {}

/** Ctrl-C. Nothing is printed. */
export class Cancelled extends Error {
  override readonly name = 'Cancelled';
}

export const exitCode = { clean: 0, findings: 1, failure: 2, cancelled: 130 } as const;

/** What went wrong with a file or folder, in words instead of a code. */
export function reasonOf(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException;
  const known: Record<string, string> = {
    ENOENT: 'there is no such file or folder',
    EACCES: 'the permission is missing',
    EPERM: 'the system does not permit it',
    EROFS: 'the file system is read-only',
    EISDIR: 'it is a folder',
    ENOTDIR: 'a part of the path is no folder',
    ENOSPC: 'the disk is full',
    EMFILE: 'too many files are open',
  };
  return (code && known[code]) ?? message ?? String(error);
}
