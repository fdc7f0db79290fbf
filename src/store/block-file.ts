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
  /** Returns once everything written would survive a power cut. */
  flush(): void;
  close(): void;
}
