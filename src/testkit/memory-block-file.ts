import type { BlockFile } from '#store/block-file.ts';

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
  #written: Uint8Array;
  #durable: Uint8Array;
  readonly #unflushed = new Set<number>();

  constructor(content: Uint8Array = new Uint8Array(), faults: DiskFaults = noFaults()) {
    this.faults = faults;
    this.#written = content.slice();
    this.#durable = content.slice();
  }

  size(): number {
    return this.#written.length;
  }

  read(at: number, length: number): Uint8Array {
    this.#assertOpen();
    return this.#written.slice(at, at + length);
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
    const cut = new Uint8Array(length);
    cut.set(this.#written.subarray(0, length));
    this.#written = cut;
    this.#durable = this.#durable.slice(0, length);
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
    this.#durable = this.#settled(() => true);
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

  #settled(keeps: (sector: number) => boolean): Uint8Array {
    const after = this.#durable.length === this.#written.length ? this.#durable : new Uint8Array(this.#written.length);
    if (after !== this.#durable) {
      after.set(this.#durable);
    }
    for (const sector of this.#unflushed) {
      if (keeps(sector)) {
        const from = sector * SECTOR_BYTES;
        after.set(this.#written.subarray(from, from + SECTOR_BYTES), from);
      }
    }
    return after;
  }

  #put(at: number, bytes: Uint8Array): void {
    if (bytes.length === 0) {
      return;
    }
    if (at + bytes.length > this.#written.length) {
      const grown = new Uint8Array(at + bytes.length);
      grown.set(this.#written);
      this.#written = grown;
    }
    this.#written.set(bytes, at);
    for (
      let sector = Math.floor(at / SECTOR_BYTES);
      sector <= Math.floor((at + bytes.length - 1) / SECTOR_BYTES);
      sector += 1
    ) {
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
