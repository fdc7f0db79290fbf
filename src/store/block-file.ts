/**
 * A file of bytes that can be read and written at any place and flushed to the disk. In the browser it is a
 * synchronous access handle of the origin-private file system, in tests memory, in Node a plain file.
 */
export interface BlockFile {
  size(): number;
  /** Reads up to `length` bytes at `at`; shorter only at the end of the file. */
  read(at: number, length: number): Uint8Array;
  /** Writes all of `bytes` at `at`, growing the file where needed, or throws (disk full). */
  write(at: number, bytes: Uint8Array): void;
  /** Cuts the file to `length` bytes and gives the rest back to the disk. */
  truncate(length: number): void;
  /** Returns once everything written would survive a power cut. */
  flush(): void;
  close(): void;
}

/** Where a till's files lie: one folder of the origin-private file system, of a disk, or of memory. */
export interface FileFolder {
  /** Opens a file alone, making it where there is none. Rejects with FileBusy while someone else holds it. */
  open(name: string): Promise<BlockFile>;
}

/** Another tab of this device has the file open. */
export class FileBusy extends Error {
  override readonly name = 'FileBusy';
}
