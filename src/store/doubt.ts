import type { DatabaseCopy } from './database-copy.ts';
import type { FileCopy } from './file-copy.ts';
import { type HighWaterPort, takeHighWaterBack } from './high-water-mark.ts';
import type { JournalDatabase, Taken } from './journal-database.ts';
import type { JournalRecord } from './journal-record.ts';
import type { TillStorage } from './till-storage.ts';
import { StorageRefused } from './till-store.ts';

export interface DoubtParts {
  fileCopy: FileCopy;
  databaseCopy: DatabaseCopy;
  copies: Pick<TillStorage, 'isConfirmed'>;
  database: JournalDatabase;
  highWater: HighWaterPort;
}

/** What became of an event that no copy has taken for certain. */
export interface Doubtful {
  record: JournalRecord;
  /** `refused`: then it is the file alone that may have it. */
  inDatabase: Taken;
  /** What the high-water mark was before this event. */
  markBefore: string | null;
  /** The database alone is not enough for it: see `IdentityKeeper.beginEpoch`. */
  needsFile: boolean;
}

/**
 * An event that the caller was told is not stored, while one of the copies may hold it all the same. Nothing is written
 * before it is settled, for its number may be taken.
 */
export class Doubt {
  readonly #parts: DoubtParts;
  readonly #doubtful: Omit<Doubtful, 'inDatabase'>;
  #inDatabase: Taken;
  #isOutOfFile = false;

  constructor(parts: DoubtParts, { inDatabase, ...doubtful }: Doubtful) {
    this.#parts = parts;
    this.#doubtful = doubtful;
    this.#inDatabase = inDatabase;
  }

  get record(): JournalRecord {
    return this.#doubtful.record;
  }

  /** Takes it out of the file; resolves to whether nothing is left of it, for certain. */
  async takeBack(): Promise<boolean> {
    this.#isOutOfFile ||= await this.#parts.fileCopy.takeBack(this.record);
    const isGone = this.#isOutOfFile && this.#inDatabase === 'refused';
    if (isGone) {
      takeHighWaterBack(this.#parts.highWater, this.record.event, this.#doubtful.markBefore);
    }
    return isGone;
  }

  /**
   * The database has to say whether it holds it. If it does, or the server has it from there, it stands; if it does not, the
   * file has to give it back; and the copy that cannot say is overruled by the other one, which takes it: then it stands, too.
   * Resolves to whether it stands; rejects with StorageRefused, for the reason given, where neither can be had now.
   */
  async settle(otherwise: StorageRefused['reason']): Promise<boolean> {
    if (this.#inDatabase === 'unknown') {
      this.#inDatabase = this.#parts.copies.isConfirmed(this.record.event) ? 'stored' : await this.#askDatabase();
    }
    if (this.#inDatabase === 'unknown') {
      await this.#letFileTakeAlone(otherwise);
      return true;
    }
    if (this.#inDatabase === 'refused' && (await this.takeBack())) {
      return false;
    }
    if (this.#inDatabase === 'refused') {
      await this.#letDatabaseTake(otherwise);
    }
    await this.#letFileTake(otherwise);
    return true;
  }

  async #askDatabase(): Promise<Taken> {
    try {
      return (await this.#parts.database.missingOf([this.record])).length === 0 ? 'stored' : 'refused';
    } catch {
      return 'unknown';
    }
  }

  /** Whatever a database that does not answer will turn out to hold, it agrees with that, or is given it then. */
  async #letFileTakeAlone(otherwise: StorageRefused['reason']): Promise<void> {
    const { fileCopy, databaseCopy } = this.#parts;
    // There is no other that could be asked meanwhile.
    fileCopy.wake();
    if (!(await fileCopy.take(this.record))) {
      this.#isOutOfFile = await fileCopy.takeBack(this.record);
      throw new StorageRefused(otherwise);
    }
    databaseCopy.owe([this.record]);
  }

  async #letDatabaseTake(otherwise: StorageRefused['reason']): Promise<void> {
    const { databaseCopy, database } = this.#parts;
    if (!database.metFullDisk && !this.#doubtful.needsFile) {
      // There is no other that could be asked meanwhile.
      databaseCopy.wake();
      this.#inDatabase = await databaseCopy.take(this.record);
    }
    if (this.#inDatabase !== 'stored') {
      databaseCopy.forget(this.record);
      throw new StorageRefused(otherwise);
    }
  }

  /** A database that may lose what it holds, because it met a full disk, is not enough: then the file has to take it. */
  async #letFileTake(otherwise: StorageRefused['reason']): Promise<void> {
    const { fileCopy, database } = this.#parts;
    if (database.metFullDisk) {
      fileCopy.wake();
    }
    if (!(await fileCopy.take(this.record)) && database.metFullDisk) {
      await fileCopy.takeBack(this.record);
      throw new StorageRefused(otherwise);
    }
  }
}
