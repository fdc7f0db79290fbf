import { type BlockFile, FileBusy, type FileFolder } from '#store/block-file.ts';
import { PagedBytes } from '../paged-bytes.ts';
import { DiskFailed, type Fate, type Mishap } from './mishap.ts';

const SECTOR_BYTES = 512;
/** The file that only shows whether there is room: what is in it does not matter. */
const PROBE = 'probe';

/** One run of the app: its handles are worth nothing once it is over. */
export interface Life {
  isOver: boolean;
}

interface SimFile {
  written: PagedBytes;
  durable: PagedBytes;
  unflushed: Set<number>;
  holder: Life | null;
  /** Another object after each change of what is durable. */
  state: object;
}

const NO_FILE = {};

/** What a device's disk does to its files. */
export interface FolderPorts {
  fate: Fate;
  /** Called when a mishap ends the app in the middle of a call. */
  die: () => void;
  isFull: () => boolean;
}

/** The files of one device: what was flushed survives a crash, what was only written may be lost sector by sector. */
export class SimFolder {
  readonly #files = new Map<string, SimFile>();
  readonly #ports: FolderPorts;

  constructor(ports: FolderPorts) {
    this.#ports = ports;
  }

  /** The folder as one run of the app sees it. */
  openedBy(life: Life): FileFolder {
    return {
      open: (name) => {
        const file = this.#file(name);
        if (file.holder !== null && !file.holder.isOver) {
          return Promise.reject(new FileBusy(`${name} is open elsewhere`));
        }
        file.holder = life;
        return Promise.resolve(this.#handle(file, name, life));
      },
    };
  }

  /** The power goes: sectors that were not flushed survive where `keeps` says so. */
  crash(keeps: (sector: number) => boolean): void {
    for (const file of this.#files.values()) {
      const { written, durable } = file;
      const length = durable.length === written.length || keeps(0) ? written.length : durable.length;
      for (const sector of file.unflushed) {
        if (keeps(sector)) {
          durable.write(sector * SECTOR_BYTES, written.read(sector * SECTOR_BYTES, SECTOR_BYTES));
        }
      }
      durable.resize(length);
      file.written = durable.copy();
      file.unflushed.clear();
      file.holder = null;
      file.state = {};
    }
  }

  /** What of a file would survive if the power went now. */
  durable(name: string): PagedBytes {
    return this.#files.get(name)?.durable ?? new PagedBytes();
  }

  /** The same object for as long as nothing changes of what would survive. */
  durableState(name: string): object {
    return this.#files.get(name)?.state ?? NO_FILE;
  }

  /** Someone deletes the files behind the app's back. */
  wipe(): void {
    this.#files.clear();
  }

  /** Bytes of a file turn to rubbish, as on a bad block; `at` is a share of its length. */
  spoil(name: string, at: number, length: number): void {
    const file = this.#files.get(name);
    if (file !== undefined) {
      const from = Math.floor(file.written.length * at);
      file.written.fill(0xaa, from, length);
      file.durable.fill(0xaa, from, length);
      file.state = {};
    }
  }

  /** The same files on another device. */
  copyTo(other: SimFolder): void {
    for (const [name, file] of this.#files) {
      const [written, durable] = [file.written.copy(), file.written.copy()];
      other.#files.set(name, { written, durable, unflushed: new Set(), holder: null, state: {} });
    }
  }

  #file(name: string): SimFile {
    const known = this.#files.get(name);
    if (known !== undefined) {
      return known;
    }
    const [written, durable] = [new PagedBytes(), new PagedBytes()];
    const made: SimFile = { written, durable, unflushed: new Set(), holder: null, state: {} };
    this.#files.set(name, made);
    return made;
  }

  #handle(file: SimFile, name: string, life: Life): BlockFile {
    const assertOpen = () => {
      if (life.isOver || file.holder !== life) {
        throw new DiskFailed('InvalidStateError: the file handle is closed');
      }
    };
    return {
      size: () => file.written.length,
      read: (at, length) => {
        assertOpen();
        return file.written.read(at, length);
      },
      write: (at, bytes) => {
        assertOpen();
        if (at + bytes.length > file.written.length && this.#ports.isFull()) {
          throw new DiskFailed('QuotaExceededError: no space available');
        }
        if (name !== PROBE) {
          this.#suffer('file_write', () => {
            put(file, at, bytes);
          });
        }
      },
      truncate: (length) => {
        assertOpen();
        if (length > file.written.length && this.#ports.isFull()) {
          throw new DiskFailed('QuotaExceededError: no space available');
        }
        file.written.resize(length);
        file.durable.resize(Math.min(file.durable.length, length));
        file.state = {};
      },
      flush: () => {
        assertOpen();
        this.#suffer('file_flush', () => {
          settle(file);
        });
      },
      close: () => {
        file.holder = file.holder === life ? null : file.holder;
      },
    };
  }

  /** A file that hangs is a worker that hangs: the call throws here, and whoever stands over it never answers. */
  #suffer(call: 'file_write' | 'file_flush', run: () => void): void {
    const mishap = this.#ports.fate(call);
    if (mishap === 'dies_before') {
      this.#ports.die();
    }
    if (isDone(mishap)) {
      run();
    }
    if (mishap === 'dies_after') {
      this.#ports.die();
    }
    if (mishap !== 'none' && mishap !== 'slow' && mishap !== 'late') {
      throw mishap === 'hangs' ? new FileHangs('the file does not answer') : new DiskFailed(`the disk ${mishap}`);
    }
  }
}

function isDone(mishap: Mishap): boolean {
  return mishap !== 'fails' && mishap !== 'hangs' && mishap !== 'dies_before';
}

/** The file neither did it nor failed. */
export class FileHangs extends Error {
  override readonly name = 'FileHangs';
}

function put(file: SimFile, at: number, bytes: Uint8Array): void {
  file.written.write(at, bytes);
  for (let sector = Math.floor(at / SECTOR_BYTES); sector * SECTOR_BYTES < at + bytes.length; sector += 1) {
    file.unflushed.add(sector);
  }
}

function settle(file: SimFile): void {
  file.durable = file.written.copy();
  file.unflushed.clear();
  file.state = {};
}
