import { execFileSync } from 'node:child_process';
import { closeSync, fsyncSync, mkdtempSync, openSync, rmSync, statfsSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** A disk of its own that really ends somewhere: what is written to it when it is full is refused by the kernel. */
export interface SmallDisk {
  folder: string;
  /** Writes until only so many bytes more fit; none when nothing is said. */
  fill: (leaving?: number) => void;
  free: () => void;
  /** Takes the disk away; nothing may use it any more. */
  close: () => void;
}

/** Null where this user may not mount anything. */
export function openSmallDisk(megabytes: number): SmallDisk | null {
  const folder = mkdtempSync(join(tmpdir(), 'mostrador-disk-'));
  try {
    const options = `size=${String(megabytes)}m,mode=0700`;
    execFileSync('mount', ['-t', 'tmpfs', '-o', options, 'tmpfs', folder], { stdio: 'ignore' });
  } catch {
    rmSync(folder, { recursive: true });
    return null;
  }
  const ballast = join(folder, 'ballast');
  return {
    folder,
    fill(leaving = 0) {
      writeUntil(ballast, () => freeBytes(folder) <= leaving);
    },
    free() {
      rmSync(ballast, { force: true });
    },
    close() {
      // Processes that were killed may still be letting go of their files.
      execFileSync('umount', ['--lazy', folder]);
      rmSync(folder, { recursive: true });
    },
  };
}

function freeBytes(folder: string): number {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize;
}

function writeUntil(file: string, isFull: () => boolean): void {
  const handle = openSync(file, 'a');
  const piece = Buffer.alloc(64 * 1024);
  try {
    for (let size = piece.length; size >= 1; size = Math.floor(size / 4)) {
      while (!isFull() && takes(handle, piece.subarray(0, size))) {
        // One more fitted.
      }
    }
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}

function takes(handle: number, bytes: Uint8Array): boolean {
  try {
    return writeSync(handle, bytes) > 0;
  } catch {
    return false;
  }
}
