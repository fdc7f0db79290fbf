import { type BlockFile, FileBusy, type FileFolder } from '#store/block-file.ts';
import { type DiskFaults, MemoryBlockFile, noFaults } from './memory-block-file.ts';
import { PagedBytes } from './paged-bytes.ts';

/** A till's folder on a disk in memory, with one set of faults for all its files. */
export class MemoryFolder implements FileFolder {
  readonly faults: DiskFaults = noFaults();
  readonly files = new Map<string, MemoryBlockFile>();

  open(name: string): Promise<BlockFile> {
    const file = this.files.get(name);
    if (file === undefined) {
      const made = new MemoryBlockFile(new PagedBytes(), this.faults);
      this.files.set(name, made);
      return Promise.resolve(made);
    }
    return file.isOpen ? Promise.reject(new FileBusy(`${name} is open elsewhere`)) : Promise.resolve(file.reopen());
  }

  /** The power goes: the folder as the next start finds it. */
  crash(keeps?: (sector: number) => boolean): MemoryFolder {
    const after = new MemoryFolder();
    for (const [name, file] of this.files) {
      const left = file.crash(keeps, after.faults);
      left.close();
      after.files.set(name, left);
    }
    return after;
  }

  /** The same files in another folder, as a second program would read them. */
  snapshot(): MemoryFolder {
    const copy = new MemoryFolder();
    for (const [name, file] of this.files) {
      const twin = file.snapshot(copy.faults);
      twin.close();
      copy.files.set(name, twin);
    }
    return copy;
  }

  /** Someone deletes the files behind the app's back. */
  wipe(): void {
    this.files.clear();
  }
}
