import type { BlockFile, FileFolder } from './block-file.ts';
import { readCopy, writeCopy } from './copy-file.ts';
import type { SlotKey } from './slot-format.ts';
import { SlotFile, type SlotRoom, type SlotWatermark } from './slots.ts';

const PROBE_BYTES = 1024 * 1024;

/** Documents kept beside the journal, so that losing IndexedDB loses neither the register's identity nor its goods. */
export type CopyName = 'registration' | 'catalogue' | 'open-sale';

/** A record as it lies in the file. */
export interface StoredBytes {
  key: SlotKey;
  bytes: Uint8Array;
}

/**
 * The journal's file and the documents beside it, as bytes. Every call rejects when the disk refuses.
 */
export interface JournalBytes {
  /** Takes the file for this tab alone and says which records it holds. Rejects with FileBusy while another has it. */
  open(): Promise<SlotKey[]>;
  /** Really writes the file's first 8 MiB, where that has not been done. */
  prepare(): Promise<SlotRoom>;
  /** The records under these keys; those that are gone are left out. */
  read(keys: readonly SlotKey[]): Promise<Uint8Array[]>;
  /** Every whole record's key. */
  keys(): Promise<SlotKey[]>;
  /** Resolves once all records would survive a power cut: one flush. Rejects having stored none, as far as it can see to that. */
  append(records: readonly StoredBytes[]): Promise<SlotRoom>;
  /** Takes back a record that nobody was told about. As long as this rejects, the next start may find it. */
  discard(key: SlotKey): Promise<void>;
  /** Up to where the server has confirmed: those slots may be used again. */
  confirm(marks: readonly SlotWatermark[]): Promise<SlotRoom>;
  /** Grows the file when it gets short of room; not being able to is no error. */
  growWhenShort(): Promise<SlotRoom>;
  /** Rejects unless one more megabyte can really be written and flushed. */
  probe(): Promise<void>;
  readCopy(name: CopyName): Promise<string | null>;
  writeCopy(name: CopyName, text: string): Promise<void>;
  /** Lets go of the files, so that another tab can take them. */
  close(): Promise<void>;
}

/** The journal's bytes in a folder that can be reached from where this runs. */
export class LocalJournalBytes implements JournalBytes {
  readonly #folder: FileFolder;
  #slots: SlotFile | null = null;
  #probeFile: BlockFile | null = null;

  constructor(folder: FileFolder) {
    this.#folder = folder;
  }

  async open(): Promise<SlotKey[]> {
    this.#slots ??= slotsOf(await this.#folder.open('journal'));
    return this.#slots.keys();
  }

  prepare(): Promise<SlotRoom> {
    return this.#with((slots) => {
      slots.prepare();
      return slots.room;
    });
  }

  read(keys: readonly SlotKey[]): Promise<Uint8Array[]> {
    return this.#with((slots) => keys.map((key) => slots.read(key)).filter((bytes) => bytes !== null));
  }

  keys(): Promise<SlotKey[]> {
    return this.#with((slots) => slots.keys());
  }

  append(records: readonly StoredBytes[]): Promise<SlotRoom> {
    return this.#with((slots) => {
      slots.append(records);
      return slots.room;
    });
  }

  discard(key: SlotKey): Promise<void> {
    return this.#with((slots) => {
      slots.discard(key);
    });
  }

  confirm(marks: readonly SlotWatermark[]): Promise<SlotRoom> {
    return this.#with((slots) => {
      slots.confirm(marks);
      return slots.room;
    });
  }

  growWhenShort(): Promise<SlotRoom> {
    return this.#with((slots) => {
      slots.growWhenShort();
      return slots.room;
    });
  }

  async probe(): Promise<void> {
    this.#probeFile ??= await this.#folder.open('probe');
    try {
      this.#probeFile.write(0, new Uint8Array(PROBE_BYTES).fill(0x5a));
      this.#probeFile.flush();
    } finally {
      this.#probeFile.truncate(0);
    }
  }

  async readCopy(name: CopyName): Promise<string | null> {
    const content = await readCopy(this.#folder, name);
    return content === null ? null : new TextDecoder().decode(content);
  }

  async writeCopy(name: CopyName, text: string): Promise<void> {
    await writeCopy(this.#folder, name, new TextEncoder().encode(text));
  }

  close(): Promise<void> {
    this.#slots?.close();
    this.#probeFile?.close();
    this.#slots = null;
    this.#probeFile = null;
    return Promise.resolve();
  }

  /** Runs at once, not in a later turn, and turns what it throws into a rejection. */
  async #with<T>(work: (slots: SlotFile) => T): Promise<T> {
    if (this.#slots === null) {
      throw new Error('the journal file is not open');
    }
    return Promise.resolve(work(this.#slots));
  }
}

/** A file that could not be read through is let go of: whoever opens it again would find it taken, by nobody. */
function slotsOf(file: BlockFile): SlotFile {
  try {
    return new SlotFile(file);
  } catch (error) {
    file.close();
    throw error;
  }
}
