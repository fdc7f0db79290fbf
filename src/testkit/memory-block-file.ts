import type { BlockFile } from '#store/block-file.ts';
import { PagedBytes } from './paged-bytes.ts';

const SECTOR_BYTES = 512;

/** What can go wrong with a disk, changed by a test while it runs. */
export interface DiskFaults {
  /** Writes that would make a file larger than this throw; 0 is a full disk. */
  capacity: number;
  /** Calls of write and flush that still succeed; the one after them throws, and so do all others until it is raised. */
  callsLeft: number;
  /** The failing write leaves this many of its bytes behind. */
  tornBytes: number;
}

export function noFaults(): DiskFaults {
  return { capacity: Number.POSITIVE_INFINITY, callsLeft: Number.POSITIVE_INFINITY, tornBytes: 0 };
}

/** A file in memory: what was flushed survives `crash`, what was only written may be lost sector by sector. */
export class MemoryBlockFile implements BlockFile {
  readonly faults: DiskFaults;
  flushes = 0;
  isOpen = true;
  readonly #written: PagedBytes;
  #durable: PagedBytes;
  readonly #unflushed = new Set<number>();

  constructor(content = new PagedBytes(), faults: DiskFaults = noFaults()) {
    this.faults = faults;
    this.#written = content.copy();
    this.#durable = content.copy();
  }

  size(): number {
    return this.#written.length;
  }

  read(at: number, length: number): Uint8Array {
    this.#assertOpen();
    return this.#written.read(at, length);
  }

  write(at: number, bytes: Uint8Array): void {
    this.#assertOpen();
    if (at + bytes.length > Math.max(this.faults.capacity, this.#written.length)) {
      throw new Error('QuotaExceededError: no space available');
    }
    try {
      this.#spendCall();
    } catch (error) {
      this.#put(at, bytes.subarray(0, this.faults.tornBytes));
      throw error;
    }
    this.#put(at, bytes);
  }

  truncate(length: number): void {
    if (length > Math.max(this.faults.capacity, this.#written.length)) {
      throw new Error('QuotaExceededError: no space available');
    }
    this.#written.resize(length);
    this.#durable.resize(Math.min(this.#durable.length, length));
    for (const sector of this.#unflushed) {
      if (sector * SECTOR_BYTES >= length) {
        this.#unflushed.delete(sector);
      }
    }
  }

  flush(): void {
    this.#assertOpen();
    this.#spendCall();
    this.flushes += 1;
    this.#durable = this.#written.copy();
    this.#unflushed.clear();
  }

  close(): void {
    this.isOpen = false;
  }

  /** The power goes: the file as the next start finds it. Unflushed sectors survive where `keeps` says so. */
  crash(keeps: (sector: number) => boolean = () => false, faults: DiskFaults = noFaults()): MemoryBlockFile {
    this.isOpen = false;
    return new MemoryBlockFile(this.#settled(keeps), faults);
  }

  /** A file with the same bytes. */
  snapshot(faults: DiskFaults = noFaults()): MemoryBlockFile {
    return new MemoryBlockFile(this.#written, faults);
  }

  /** The same file opened again after a clean close. */
  reopen(): this {
    this.isOpen = true;
    return this;
  }

  #settled(keeps: (sector: number) => boolean): PagedBytes {
    const after = this.#durable.copy();
    after.resize(this.#written.length);
    for (const sector of this.#unflushed) {
      if (keeps(sector)) {
        after.write(sector * SECTOR_BYTES, this.#written.read(sector * SECTOR_BYTES, SECTOR_BYTES));
      }
    }
    return after;
  }

  #put(at: number, bytes: Uint8Array): void {
    this.#written.write(at, bytes);
    for (let sector = Math.floor(at / SECTOR_BYTES); sector * SECTOR_BYTES < at + bytes.length; sector += 1) {
      this.#unflushed.add(sector);
    }
  }

  #spendCall(): void {
    if (this.faults.callsLeft <= 0) {
      throw new Error('the disk failed');
    }
    this.faults.callsLeft -= 1;
  }

  #assertOpen(): void {
    if (!this.isOpen) {
      throw new Error('InvalidStateError: the file handle is closed');
    }
  }
}
