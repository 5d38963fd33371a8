/** Replaces a file's text at once: a reader sees the old or the new text whole, also after a crash or Ctrl-C. */
import {
  accessSync,
  closeSync,
  constants,
  fchmodSync,
  fchownSync,
  fsyncSync,
  openSync,
  readFileSync,
  realpathSync,
  renameSync,
  statSync,
  unlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, dirname, join } from 'node:path';
import { reasonOf } from './failure.ts';

/** Why a file must be left alone, in words; undefined where it may be written. Root, too, respects a read-only mode. */
export function unwritable(path: string): string | undefined {
  try {
    const real = realpathSync(path);
    if ((statSync(real).mode & 0o222) === 0) return 'it is read-only';
    accessSync(real, constants.W_OK);
    accessSync(dirname(real), constants.W_OK);
  } catch (error) {
    return reasonOf(error);
  }
  return undefined;
}

/** A file's text as it is on the disk, and how to turn a new text into its bytes. */
export interface DiskText {
  /** Without the byte order mark. */
  readonly text: string;
  encode(text: string): Buffer;
}

/** Undefined where writing the text back would change bytes that no fix touched: not UTF-8 nor marked UTF-16. */
export function readDiskText(path: string): DiskText | undefined {
  const bytes = readFileSync(path);
  const encoding = bytes[0] === 0xff && bytes[1] === 0xfe ? 'utf16le' : 'utf8';
  const whole = bytes.toString(encoding);
  const marked = whole.startsWith('\uFEFF');
  const encode = (text: string) => Buffer.from((marked ? '\uFEFF' : '') + text, encoding);
  const text = marked ? whole.slice(1) : whole;
  return encode(text).equals(bytes) ? { text, encode } : undefined;
}

let serial = 0;

/** Keeps mode, owner and symbolic links. Throws what the file system throws and leaves nothing behind. */
export function replaceFile(path: string, bytes: Buffer): void {
  const real = realpathSync(path);
  const { mode, uid, gid } = statSync(real);
  const temporary = join(dirname(real), `.${basename(real)}.${process.pid}.${serial++}.tmp`);
  const file = openSync(temporary, 'wx', mode & 0o777);
  try {
    try {
      writeFileSync(file, bytes);
      fchmodSync(file, mode & 0o7777);
      if (uid !== process.getuid?.() || gid !== process.getgid?.()) tryChown(file, uid, gid);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    renameSync(temporary, real);
  } catch (error) {
    try {
      unlinkSync(temporary);
    } catch {
      // It is already in its place.
    }
    throw error;
  }
}

function tryChown(file: number, uid: number, gid: number): void {
  try {
    fchownSync(file, uid, gid);
  } catch {
    // Only root may give files away; the content is what matters.
  }
}
