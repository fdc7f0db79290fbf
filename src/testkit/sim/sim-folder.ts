import { type BlockFile, FileBusy, type FileFolder } from '#store/block-file.ts';
import { DiskFailed, type Fate, type Mishap } from './mishap.ts';

const SECTOR_BYTES = 512;
const ROOM_AT_FIRST = 4096;
/** The file that only shows whether there is room: what is in it does not matter. */
const PROBE = 'probe';

/** One run of the app: its handles are worth nothing once it is over. */
export interface Life {
  isOver: boolean;
}

interface SimFile {
  written: Uint8Array;
  durable: Uint8Array;
  length: number;
  durableLength: number;
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
      const length = file.durableLength === file.length || keeps(0) ? file.length : file.durableLength;
      for (const sector of file.unflushed) {
        const from = sector * SECTOR_BYTES;
        const end = Math.min(from + SECTOR_BYTES, file.written.length);
        const [source, target] = keeps(sector) ? [file.written, file.durable] : [file.durable, file.written];
        target.set(source.subarray(from, end), from);
      }
      file.unflushed.clear();
      file.length = length;
      file.durableLength = length;
      file.holder = null;
      file.state = {};
    }
  }

  /** What of a file would survive if the power went now. */
  durable(name: string): Uint8Array {
    const file = this.#files.get(name);
    return file === undefined ? new Uint8Array() : file.durable.subarray(0, file.durableLength);
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
      const from = Math.floor(file.length * at);
      file.written.fill(0xaa, from, from + length);
      file.durable.fill(0xaa, from, from + length);
      file.state = {};
    }
  }

  /** The same files on another device. */
  copyTo(other: SimFolder): void {
    for (const [name, file] of this.#files) {
      const { length } = file;
      const twin = { written: file.written.slice(), durable: file.written.slice(), length, durableLength: length };
      other.#files.set(name, { ...twin, unflushed: new Set(), holder: null, state: {} });
    }
  }

  #file(name: string): SimFile {
    const known = this.#files.get(name);
    if (known !== undefined) {
      return known;
    }
    const [written, durable] = [new Uint8Array(ROOM_AT_FIRST), new Uint8Array(ROOM_AT_FIRST)];
    const unflushed = new Set<number>();
    const made: SimFile = { written, durable, length: 0, durableLength: 0, unflushed, holder: null, state: {} };
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
      size: () => file.length,
      read: (at, length) => {
        assertOpen();
        return file.written.slice(at, Math.min(at + length, file.length));
      },
      write: (at, bytes) => {
        assertOpen();
        if (at + bytes.length > file.length && this.#ports.isFull()) {
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
        if (length > file.length && this.#ports.isFull()) {
          throw new DiskFailed('QuotaExceededError: no space available');
        }
        file.length = length;
        file.durableLength = Math.min(file.durableLength, length);
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
  const end = at + bytes.length;
  if (end > file.written.length) {
    const room = Math.max(end, file.written.length * 2);
    file.written = grown(file.written, room);
    file.durable = grown(file.durable, room);
  }
  file.written.set(bytes, at);
  file.length = Math.max(file.length, end);
  for (let sector = Math.floor(at / SECTOR_BYTES); sector * SECTOR_BYTES < end; sector += 1) {
    file.unflushed.add(sector);
  }
}

function grown(bytes: Uint8Array, length: number): Uint8Array {
  const longer = new Uint8Array(length);
  longer.set(bytes);
  return longer;
}

function settle(file: SimFile): void {
  for (const sector of file.unflushed) {
    const from = sector * SECTOR_BYTES;
    file.durable.set(file.written.subarray(from, Math.min(from + SECTOR_BYTES, file.written.length)), from);
  }
  file.unflushed.clear();
  file.durableLength = file.length;
  file.state = {};
}
