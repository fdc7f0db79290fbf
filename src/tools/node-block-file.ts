import {
  closeSync,
  constants,
  fdatasyncSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import { join } from 'node:path';
import type { BlockFile, FileFolder } from '#store/block-file.ts';

/** A folder of a real disk as a till's folder, for tills that run outside a browser. One program at a time may use it. */
export function openNodeFolder(path: string): FileFolder {
  mkdirSync(path, { recursive: true });
  return { open: (name) => Promise.resolve(new NodeBlockFile(join(path, name))) };
}

class NodeBlockFile implements BlockFile {
  readonly #file: number;

  constructor(path: string) {
    this.#file = openSync(path, constants.O_RDWR | constants.O_CREAT, 0o600);
  }

  size(): number {
    return fstatSync(this.#file).size;
  }

  read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(Math.max(0, Math.min(length, this.size() - at)));
    let count = 0;
    while (count < bytes.length) {
      const more = readSync(this.#file, bytes, count, bytes.length - count, at + count);
      if (more === 0) {
        break;
      }
      count += more;
    }
    return bytes.subarray(0, count);
  }

  write(at: number, bytes: Uint8Array): void {
    let count = 0;
    while (count < bytes.length) {
      count += writeSync(this.#file, bytes, count, bytes.length - count, at + count);
    }
  }

  truncate(length: number): void {
    ftruncateSync(this.#file, length);
  }

  flush(): void {
    fdatasyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
