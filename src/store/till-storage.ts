import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { Confirmation } from '#sync/ports.ts';
import { DatabaseCopy, type Refill } from './database-copy.ts';
import { FileCopy } from './file-copy.ts';
import { FileReader } from './file-reader.ts';
import { raiseHighWater } from './high-water-mark.ts';
import { IdentityKeeper } from './identity-keeper.ts';
import type { Flaws, JournalReader } from './journal-reader.ts';
import { inOrder, type JournalRecord, notAmong } from './journal-record.ts';
import { WriterReplaced } from './journal-tables.ts';
import { OpenSaleKeeper } from './open-sale-keeper.ts';
import { DatabaseOutbox } from './outbox.ts';
import { within } from './patience.ts';
import type { Identity } from './registration.ts';
import { SentMarks } from './sent-marks.ts';
import type { SlotKey } from './slot-format.ts';
import { chainOf } from './slots.ts';
import { type Comparison, FileUnread, type Opened, type Storages, compareCopies } from './start-up.ts';
import type { Mended } from './till-outbox.ts';
import { type Noteworthy, type SilentCopy, StorageRefused, type UnsentEpoch } from './till-store.ts';
import { readUnsentEpochs } from './unsent-events.ts';

/** What the copies lack of each other, and whether both were looked into for that. */
interface Compared {
  comparison: Comparison;
  isOfBoth: boolean;
}

/** What came of comparing them while the till is running. */
export interface Gathered {
  /** The newest record that either copy shows. */
  last: JournalRecord | null;
  /** As far as either is known to have come, shown or not: be it by the epoch that it noted. */
  reached: { epoch: number; seq: number };
  isOfBoth: boolean;
}

export interface StorageParts extends Storages {
  opened: Opened;
  /** Whether the database was opened and claimed for this writer. */
  databaseIsUp: boolean;
  writer: string;
  isHeld: () => boolean;
  hasFiles: boolean;
  now: () => number;
}

/**
 * So long after the start a file that has not answered is waited for, before a damaged row of the database is sent as it is.
 * It may be whole in the file.
 */
const FILE_PATIENCE_MS = 10 * 60_000;

/** How long a sale may wait for a file that hangs to say what it has. */
const READ_PATIENCE_MS = 10_000;
/** How long a file that takes what it is given and does not give what it has is left unread, so that not each sale waits. */
const REST_MS = 30_000;

const COPIES: readonly SilentCopy[] = ['file', 'database'];

/** Both copies together with what is the same in both: who this register is, and what has been confirmed. */
export class TillStorage {
  readonly fileCopy: FileCopy;
  readonly databaseCopy: DatabaseCopy;
  readonly keeper: OpenSaleKeeper;
  readonly identityKeeper: IdentityKeeper;
  readonly parts: StorageParts;
  readonly #marks = new SentMarks();
  readonly #databaseOutbox: DatabaseOutbox;
  readonly #startedAt: number;
  /** Whether both copies have been read and compared since the till started. */
  #isCompared = false;
  /** Which of them have been read since then, be it alone. */
  readonly #isSeen: Record<SilentCopy, boolean> = { file: false, database: false };
  #fileUnreadUntil = 0;

  constructor(parts: StorageParts) {
    this.parts = parts;
    this.#startedAt = parts.now();
    this.fileCopy = new FileCopy(parts.file, parts.now, parts.opened.fileKeys !== null);
    this.databaseCopy = new DatabaseCopy(
      parts.database,
      { ...parts, refill: () => this.#refill() },
      parts.databaseIsUp,
    );
    this.identityKeeper = new IdentityKeeper(
      { ...parts, isDatabaseUp: () => this.databaseCopy.isUp, silentCopy: () => this.silentCopy },
      parts.opened,
    );
    this.keeper = new OpenSaleKeeper(this.databaseCopy, parts);
    this.#databaseOutbox = new DatabaseOutbox(parts.database, () => null);
  }

  get identity(): Identity | null {
    return this.identityKeeper.identity;
  }

  /** Reads the marks of the server's confirmations and tells the file; resolves to whether one went down. */
  async loadMarks(): Promise<boolean> {
    let wentDown = false;
    await this.#inDatabase(async () => {
      for (const row of await this.parts.database.readSent()) {
        wentDown = this.#marks.set(row) || wentDown;
      }
    });
    await this.fileCopy.confirm(this.#marks.slotMarks);
    return wentDown;
  }

  /** Compares both copies and gives each what only the other one has. */
  async mend(identity: Identity): Promise<Comparison> {
    const { comparison } = await this.#oweWhatIsMissing(identity);
    for (const copy of COPIES.filter((one) => this.#isSeen[one])) {
      await this.identityKeeper.lookInto(copy);
    }
    await orReplaced(this.databaseCopy.catchUp());
    await this.fileCopy.catchUp();
    return comparison;
  }

  async #oweWhatIsMissing(identity: Identity): Promise<Compared> {
    const compared = await this.#compare(identity);
    const { last } = compared.comparison;
    if (last !== null) {
      raiseHighWater(this.parts.highWater, last.event);
    }
    this.databaseCopy.owe(compared.comparison.missingInDatabase);
    this.fileCopy.owe(compared.comparison.missingInFile);
    return compared;
  }

  /** False as long as one of them did not answer: each may have what the other one lacks, whatever both take now. */
  get isCompared(): boolean {
    return this.#isCompared;
  }

  /** False as long as nothing has been read: then nobody knows up to where numbers were given. */
  get isAnySeen(): boolean {
    return this.#isSeen.file || this.#isSeen.database;
  }

  /**
   * The copy that has not been seen since the till started, and may hold what comes after all that was. There is none before
   * this device is a register.
   */
  get silentCopy(): SilentCopy | null {
    if (this.identity === null) {
      return null;
    }
    const { file, database } = this.#isSeen;
    return database ? (file || !this.parts.hasFiles ? null : 'file') : 'database';
  }

  /**
   * Compares them after all, once both answer, and looks into one that was silent until now as soon as that does; resolves to
   * null where there is nothing to be looked at. Rejects with WriterReplaced.
   */
  async compareAtLast(): Promise<Gathered | null> {
    const mayFile = !this.isAnySeen || this.parts.now() >= this.#fileUnreadUntil;
    const isUp = { file: this.fileCopy.isUp && mayFile, database: this.databaseCopy.isUp };
    const answersAtLast = (isUp.file && !this.#isSeen.file) || (isUp.database && !this.#isSeen.database);
    const isOfUse = answersAtLast || (isUp.file && isUp.database && !this.#isCompared);
    return this.identity !== null && isOfUse ? this.gather(this.identity) : null;
  }

  /**
   * The same while the till is running. A copy that answers only the next question was not seen by this comparison: what it
   * alone has would be taken for lost. Rejects with WriterReplaced: a tab that does not write any more does not know what
   * there is.
   */
  async gather(identity: Identity): Promise<Gathered> {
    const seenBefore = { ...this.#isSeen };
    const { comparison, isOfBoth } = await this.#oweWhatIsMissing(identity);
    const noted = { epoch: 0, seq: 0 };
    for (const copy of COPIES.filter((one) => this.#isSeen[one] && !seenBefore[one])) {
      noted.epoch = Math.max(noted.epoch, await this.identityKeeper.lookInto(copy));
    }
    await this.databaseCopy.catchUp();
    await this.fileCopy.catchUp();
    const { last, highest } = comparison;
    return { last, reached: inOrder(noted, highest) > 0 ? noted : highest, isOfBoth };
  }

  /** With whatever can still be read: the till opens with one copy, and even with none, to say so. */
  async #compare(identity: Identity): Promise<Compared> {
    const sentThrough = (registerId: string, epoch: number) => this.#marks.sentThrough(registerId, epoch);
    let fileKeys = await this.#fileKeys();
    let databaseIsUp = this.databaseCopy.isUp;
    for (;;) {
      try {
        const comparison = await compareCopies(this.parts, { fileKeys, databaseIsUp, sentThrough }, identity);
        const isOfBoth = fileKeys !== null && databaseIsUp;
        this.#isCompared ||= isOfBoth;
        this.#isSeen.file ||= fileKeys !== null;
        this.#isSeen.database ||= databaseIsUp;
        return { comparison, isOfBoth };
      } catch (error) {
        if (fileKeys === null && !databaseIsUp) {
          throw error;
        }
        if (error instanceof FileUnread) {
          this.#fileUnreadUntil = this.parts.now() + REST_MS;
          fileKeys = null;
        } else {
          this.databaseCopy.fail(error);
          databaseIsUp = false;
        }
      }
    }
  }

  /**
   * Really writes the file's first part. A browser that has no such files at all may still sell with the database alone,
   * and says so; rejects with StorageRefused when there is no room.
   */
  async prepareFile(): Promise<void> {
    try {
      await this.fileCopy.prepare();
    } catch (error) {
      if (this.fileCopy.isOpen) {
        throw new StorageRefused('no_room', { cause: error });
      }
    }
  }

  /** The service worker may have been given a new epoch for this register meanwhile; resolves to the newest one known. */
  async refreshIdentity(): Promise<Identity | null> {
    await this.#inDatabase(() => this.identityKeeper.refresh());
    return this.identity;
  }

  /** Runs over the database, or over the file while the database is down. */
  async read<T>(registerId: string, work: (reader: JournalReader) => Promise<T>): Promise<T> {
    if (this.databaseCopy.isUp) {
      try {
        return await work(this.parts.database.readerFor(registerId));
      } catch (error) {
        this.databaseCopy.fail(error);
      }
    }
    return work(this.#fileReader(registerId));
  }

  /** Looks through the whole file: for a record that the database has damaged. */
  findInFile(registerId: string, id: string): Promise<JournalRecord | null> {
    return this.#fileReader(registerId).find(id);
  }

  /**
   * Puts the file's records in the place of rows that the database has lost or damaged; then reading again shows more,
   * from the database, or from the file where the database cannot take them now. Rejects with WriterReplaced when another
   * tab sells now, which mends them itself.
   */
  async mendRows(registerId: string, flaws: Flaws): Promise<Mended> {
    if (this.databaseCopy.isUp) {
      const reading = this.#fileReader(registerId).at(flaws);
      const records = await reading.catch(() => (this.#mayFileAnswer ? null : []));
      if (records === null || records.length === 0) {
        return records === null ? 'no_answer' : 'nothing';
      }
      this.databaseCopy.owe(records);
      await this.databaseCopy.catchUp();
    }
    return 'mended';
  }

  get #mayFileAnswer(): boolean {
    const { hasFiles, now } = this.parts;
    return this.fileCopy.isOpen || (hasFiles && now() < this.#startedAt + FILE_PATIENCE_MS);
  }

  /** Whether the server has confirmed what has this place. */
  isConfirmed({ register_id: registerId, epoch, seq }: JournalEvent): boolean {
    return seq <= this.#marks.sentThrough(registerId, epoch);
  }

  /** Everything unconfirmed that either copy holds, whatever is known of them. Rejects when neither can be read. */
  unsentEpochs(registerId: string): Promise<UnsentEpoch[]> {
    return readUnsentEpochs([this.parts.database.readerFor(registerId), this.#fileReader(registerId)]);
  }

  async confirm(registerId: string, confirmation: Confirmation): Promise<void> {
    const { epoch, seq } = confirmation;
    this.#marks.set({ registerId, epoch, seq: Math.max(seq, this.#marks.sentThrough(registerId, epoch)) });
    await this.#inDatabase(() => this.#databaseOutbox.confirm(confirmation));
    await this.fileCopy.confirm(this.#marks.slotMarks);
  }

  async rewind(registerId: string, epoch: number, seq: number): Promise<void> {
    this.#marks.set({ registerId, epoch, seq: Math.min(seq - 1, this.#marks.sentThrough(registerId, epoch)) });
    await this.#inDatabase(() => this.#databaseOutbox.rewind(epoch, seq));
    await this.fileCopy.confirm(this.#marks.slotMarks);
  }

  /** How many events the server keeps for a person; 0 while the database cannot be read. */
  async countQuarantined(registerId: string): Promise<number> {
    if (!this.databaseCopy.isUp) {
      return 0;
    }
    try {
      return await this.parts.database.countQuarantined(registerId);
    } catch (error) {
      this.databaseCopy.fail(error);
      return 0;
    }
  }

  /** What the server keeps for a person, newest first; empty while the database cannot be read. */
  async noteworthy(registerId: string, limit: number): Promise<Noteworthy[]> {
    if (!this.databaseCopy.isUp) {
      return [];
    }
    try {
      return await this.parts.database.readNoteworthy(registerId, limit);
    } catch (error) {
      this.databaseCopy.fail(error);
      return [];
    }
  }

  #fileReader(registerId: string): FileReader {
    return new FileReader(this.fileCopy, registerId, (epoch) => this.#marks.sentThrough(registerId, epoch));
  }

  async #inDatabase(work: () => Promise<void>): Promise<void> {
    if (!this.databaseCopy.isUp) {
      return;
    }
    try {
      await work();
    } catch (error) {
      this.databaseCopy.fail(error);
    }
  }

  /** Everything that file and memory hold and an emptied database would lack. */
  async #refill(): Promise<Refill> {
    // What it says of this register would be overwritten.
    await this.identityKeeper.ask('database');
    const inFile = await this.#unsentInFile();
    // An emptied database lacks what a silent file has: they are two copies again once they are compared.
    this.#isCompared &&= inFile !== null;
    const records = inFile ?? [];
    return {
      identity: this.identity,
      sent: [...this.#marks.rows],
      // What the file is still owed stood in this database alone.
      records: [...records, ...notAmong(records, this.fileCopy.owed)],
      openSales: await this.keeper.owed(),
    };
  }

  /** Null while the file cannot be read; one that died knows its keys by heart, and not what stands there. */
  async #unsentInFile(): Promise<JournalRecord[] | null> {
    const keys = await this.#fileKeys();
    if (keys === null) {
      return null;
    }
    const sent = new Map(this.#marks.slotMarks.map((mark) => [chainOf(mark), mark.seq]));
    const unsent = keys.filter((key) => key.seq > (sent.get(chainOf(key)) ?? 0));
    return unsent.length === 0 ? [] : within(READ_PATIENCE_MS, this.fileCopy.read(unsent)).catch(() => null);
  }

  /** Null while the file cannot be read. */
  async #fileKeys(): Promise<SlotKey[] | null> {
    try {
      return await within(READ_PATIENCE_MS, this.fileCopy.keysInFile());
    } catch {
      return null;
    }
  }
}

/** A tab that another one has replaced meanwhile is told so when it is to write something, and not before. */
async function orReplaced(work: Promise<unknown>): Promise<void> {
  try {
    await work;
  } catch (error) {
    if (!(error instanceof WriterReplaced)) {
      throw error;
    }
  }
}
