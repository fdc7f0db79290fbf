import type { JournalFile } from './journal-file.ts';
import { type JournalRecord, notAmong, slotKeyOf } from './journal-record.ts';
import { within } from './patience.ts';
import type { SlotKey } from './slot-format.ts';
import { type SlotRoom, type SlotWatermark, chainOf } from './slots.ts';

const PATIENCE_MS = 10_000;
/** How long a copy that failed is left alone, so that a broken disk does not slow each sale down. */
const REST_MS = 30_000;
/** So many confirmed records a file that is away is still owed, so that memory does not fill up while it stays away. */
const OWED_THOUGH_SENT = 20;

/**
 * The file as one of two copies: what it could not take is remembered and put in front of the next record, so that
 * it has everything again as soon as it works again.
 */
export class FileCopy {
  readonly #file: JournalFile;
  readonly #now: () => number;
  #missing: JournalRecord[] = [];
  /** Hash of the newest record, until it is known whether it stands. */
  #undecided: string | null = null;
  /** Hashes of missing records that were handed to the file, which has not said that it has them. */
  readonly #handedOver = new Set<string>();
  #isOpen: boolean;
  #restUntil = 0;
  #room: SlotRoom = { slots: 0, free: 0 };

  constructor(file: JournalFile, now: () => number, isOpen: boolean) {
    this.#file = file;
    this.#now = now;
    this.#isOpen = isOpen;
    this.#restUntil = isOpen ? 0 : now() + REST_MS;
  }

  /** Whether it holds all it should and took the last thing it was given. */
  get isUp(): boolean {
    return this.#isOpen && this.#missing.length === 0 && this.#restUntil === 0;
  }

  /** Whether the browser has given it to this tab. */
  get isOpen(): boolean {
    return this.#isOpen;
  }

  get freeSlots(): number {
    return this.#isOpen ? this.#room.free : 0;
  }

  /**
   * Keeps one more record; resolves to whether it is durable. Never rejects. Whoever reads here does not see it before
   * `decided` is called: a file that was late may show it for a moment before it is taken back, and what is read goes to the
   * server.
   */
  take(record: JournalRecord): Promise<boolean> {
    this.#undecided = record.event.hash;
    this.#missing.push(record);
    return this.catchUp();
  }

  /** The record that was taken last stands, or nothing is left of it. */
  decided(): void {
    this.#undecided = null;
  }

  /** Every whole record that stands, those included that the file is still owed: whoever reads here alone must not miss them. */
  async keys(): Promise<SlotKey[]> {
    const keys = await this.keysInFile();
    const inFile = new Set(keys.map(({ hash }) => hash));
    return [...keys, ...this.owed.map(({ event }) => slotKeyOf(event)).filter(({ hash }) => !inFile.has(hash))];
  }

  /** Of those, what is in the file. */
  async keysInFile(): Promise<SlotKey[]> {
    const keys = await this.#file.keys();
    return keys.filter(({ hash }) => hash !== this.#undecided);
  }

  /** The records under these keys; those that are gone or are not what was sealed are left out. */
  async read(keys: readonly SlotKey[]): Promise<JournalRecord[]> {
    const records = new Map(this.owed.map((record) => [record.event.hash, record]));
    const others = keys.filter(({ hash }) => !records.has(hash));
    for (const record of others.length === 0 ? [] : await this.#file.read(others)) {
      records.set(record.event.hash, record);
    }
    return keys.map(({ hash }) => records.get(hash)).filter((record) => record !== undefined);
  }

  /** What stands in the other copy, and is to be written here. */
  get owed(): JournalRecord[] {
    return this.#missing.filter(({ event }) => event.hash !== this.#undecided);
  }

  /** Adds records that the other copy has, to be written with the next one. Not what is undecided: that may come to nothing. */
  owe(records: readonly JournalRecord[]): void {
    const settled = records.filter(({ event }) => event.hash !== this.#undecided);
    this.#missing.push(...notAmong(this.#missing, settled));
  }

  /** Tries again at once, however lately it failed. */
  wake(): void {
    if (this.#restUntil > 0) {
      this.#restUntil = 1;
    }
  }

  /** Tries to write what is missing, unless it failed only just now. */
  async catchUp(): Promise<boolean> {
    if (this.#now() < this.#restUntil) {
      return false;
    }
    try {
      await this.#open();
      if (this.#missing.length > 0) {
        this.#missing.forEach(({ event }) => this.#handedOver.add(event.hash));
        // What is added later must not get into the file with this, be it handed over late.
        this.#room = await within(PATIENCE_MS, this.#file.append([...this.#missing]));
      }
      this.#missing = [];
      this.#handedOver.clear();
      this.#restUntil = 0;
      return true;
    } catch {
      this.#restUntil = this.#now() + REST_MS;
      return false;
    }
  }

  /**
   * Whether the file still answers: what is known of its free slots is from the last time it did. Asked by a write of
   * nothing and a flush.
   */
  async answers(): Promise<boolean> {
    try {
      await this.#open();
      this.#room = await within(PATIENCE_MS, this.#file.append([]));
      return true;
    } catch {
      this.#restUntil = this.#now() + REST_MS;
      return false;
    }
  }

  /**
   * A record that nothing has kept after all: it must not come back from here. Resolves to whether that is certain: a file
   * that does not answer may still take what it was handed.
   */
  async takeBack(record: JournalRecord): Promise<boolean> {
    const { hash } = record.event;
    const isWaiting = this.#missing.some(({ event }) => event.hash === hash);
    this.#missing = this.#missing.filter(({ event }) => event.hash !== hash);
    if (isWaiting && !this.#handedOver.has(hash)) {
      return true;
    }
    return this.#attempt(() => this.#file.discard(slotKeyOf(record.event)));
  }

  /** Really writes the file's first 8 MiB. Rejects when the disk has no room for it. */
  async prepare(): Promise<void> {
    await this.#open();
    this.#room = await this.#file.prepare();
  }

  /** Up to where the server has confirmed. The newest are owed all the same: a till is to show what it sold last. */
  async confirm(marks: readonly SlotWatermark[]): Promise<void> {
    const sent = new Map(marks.map((mark) => [chainOf(mark), mark.seq]));
    const isSent = ({ event }: JournalRecord) => event.seq <= (sent.get(chainOf(slotKeyOf(event))) ?? 0);
    const kept = new Set(this.#missing.filter(isSent).slice(-OWED_THOUGH_SENT));
    this.#missing = this.#missing.filter((record) => kept.has(record) || !isSent(record));
    await this.#attempt(async () => {
      this.#room = await this.#file.confirm(marks);
    });
  }

  /** Makes room ahead of need, after a sale and not during one. */
  async growWhenShort(): Promise<void> {
    await this.#attempt(async () => {
      this.#room = await this.#file.growWhenShort();
    });
  }

  async #open(): Promise<void> {
    if (!this.#isOpen) {
      await within(PATIENCE_MS, this.#file.open());
      this.#isOpen = true;
    }
  }

  /** Resolves to whether it was done; nobody has to hear why not. */
  async #attempt(work: () => Promise<void>): Promise<boolean> {
    try {
      await within(PATIENCE_MS, work());
      return true;
    } catch {
      // The next append finds out whether the file still works.
      return false;
    }
  }
}
