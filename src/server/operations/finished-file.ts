import { randomBytes } from 'node:crypto';
import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/** How a file that is still being written is named, so that nobody takes it for a finished one. */
export const UNFINISHED = '.unfinished';

/**
 * Makes a file that is there whole or not at all: `write` fills one beside it, which is flushed to the disk and only
 * then gets its name. Never takes the place of another file; only its owner may read it. Throws what `write` throws,
 * and then nothing is left behind.
 */
export async function makeFile(file: string, write: (unfinished: string) => Promise<void> | void): Promise<void> {
  mkdirSync(path.dirname(file), { recursive: true });
  refuseIfThere(file);
  const unfinished = openUnfinished(file);
  try {
    await write(unfinished);
    flush(unfinished);
    giveName(unfinished, file);
  } finally {
    rmSync(unfinished, { force: true });
  }
  flush(path.dirname(file));
}

/** An empty file beside `file`, which only its owner may read. */
export function openUnfinished(file: string): string {
  const unfinished = `${file}.${randomBytes(4).toString('hex')}${UNFINISHED}`;
  closeSync(openSync(unfinished, 'wx', 0o600));
  return unfinished;
}

/** Waits until a file, or the names in a folder, are on the disk. */
export function flush(place: string): void {
  const handle = openSync(place, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function giveName(unfinished: string, file: string): void {
  try {
    // A second name can be given only where there is none yet; renaming would silently replace what is there.
    linkSync(unfinished, file);
  } catch (error) {
    refuseIfThere(file);
    if (isWithoutLinks(error)) {
      renameSync(unfinished, file);
      return;
    }
    throw error;
  }
}

/** Memory sticks and some network folders know no second names. */
export function isWithoutLinks(error: unknown): boolean {
  const code = error instanceof Error && 'code' in error ? error.code : null;
  return ['EPERM', 'ENOTSUP', 'EOPNOTSUPP', 'ENOSYS'].some((each) => each === code);
}

function refuseIfThere(file: string): void {
  if (existsSync(file)) {
    throw new Error(`${file} is there already and is not overwritten. Choose another name.`);
  }
}
