import {
  closeSync,
  constants,
  fstatSync,
  fsyncSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  writeSync,
} from 'node:fs';
import path from 'node:path';
import type { BlockFile, FileFolder } from '#store/block-file.ts';

/** A till's files in a folder of the disk, for tills that run in Node. The caller sees to it that only one does. */
export class NodeFolder implements FileFolder {
  readonly #path: string;

  constructor(folder: string) {
    this.#path = folder;
    mkdirSync(folder, { recursive: true });
  }

  open(name: string): Promise<BlockFile> {
    return Promise.resolve(new NodeBlockFile(path.join(this.#path, name)));
  }
}

class NodeBlockFile implements BlockFile {
  readonly #file: number;

  constructor(file: string) {
    this.#file = openSync(file, constants.O_RDWR | constants.O_CREAT);
  }

  size(): number {
    return fstatSync(this.#file).size;
  }

  read(at: number, length: number): Uint8Array {
    const bytes = new Uint8Array(length);
    let got = 0;
    while (got < length) {
      const more = readSync(this.#file, bytes, got, length - got, at + got);
      if (more === 0) {
        break;
      }
      got += more;
    }
    return bytes.subarray(0, got);
  }

  write(at: number, bytes: Uint8Array): void {
    let done = 0;
    while (done < bytes.length) {
      done += writeSync(this.#file, bytes, done, bytes.length - done, at + done);
    }
  }

  truncate(length: number): void {
    ftruncateSync(this.#file, length);
  }

  flush(): void {
    fsyncSync(this.#file);
  }

  close(): void {
    closeSync(this.#file);
  }
}
