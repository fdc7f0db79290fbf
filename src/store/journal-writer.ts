import type { JournalDraft } from '#core/journal/journal-event.ts';
import type { DatabaseCopy } from './database-copy.ts';
import { Doubt, type Doubtful } from './doubt.ts';
import type { FileCopy } from './file-copy.ts';
import { FileReader } from './file-reader.ts';
import { type HighWaterPort, takeHighWaterBack, writeHighWater } from './high-water-mark.ts';
import type { IdentityKeeper } from './identity-keeper.ts';
import type { JournalDatabase, Taken } from './journal-database.ts';
import type { JournalFile } from './journal-file.ts';
import { type JournalRecord, isWhole } from './journal-record.ts';
import { WriterReplaced } from './journal-tables.ts';
import { TookTooLong, within } from './patience.ts';
import type { RegisterChain } from './register-chain.ts';
import type { Identity } from './registration.ts';
import type { Gathered, TillStorage } from './till-storage.ts';
import { type JournalPlace, type StoreMode, StorageRefused } from './till-store.ts';

const PROBE_PATIENCE_MS = 10_000;
/** How long a good probe of the disk is believed. */
const PROBE_HOLDS_MS = 30_000;
/** Slots that must be free in a file that cannot grow: a sale of some hundred lines. */
const RESERVED_SLOTS = 64;
/** How many of the newest records are known by heart, so that a retry finds its event even when nothing can be read. */
const REMEMBERED = 200;

export interface WriterParts {
  fileCopy: FileCopy;
  databaseCopy: DatabaseCopy;
  /** What each copy had before this start, the other one may lack for as long as they have not been compared. */
  copies: Pick<TillStorage, 'isAnySeen' | 'isCompared' | 'isConfirmed' | 'silentCopy' | 'compareAtLast' | 'gather'>;
  identity: Pick<IdentityKeeper, 'beginEpoch' | 'fileHas'>;
  file: JournalFile;
  database: JournalDatabase;
  highWater: HighWaterPort;
  /** Whether this tab still has the till. */
  isHeld: () => boolean;
  now: () => number;
}

/**
 * Writes the journal: file first, then the database, and only then is it done. An event that neither copy has taken
 * is no event: its number goes to the next one.
 */
export class JournalWriter {
  readonly #parts: WriterParts;
  #chain: RegisterChain | null = null;
  readonly #recent = new Map<string, JournalRecord>();
  /** Of the last event that was refused, while it is not clear what became of it. */
  #doubt: Doubt | null = null;
  /** Ids of events of which that was so once: what a browser has not done yet, it may do at any time after. */
  readonly #unclear = new Set<string>();
  #probeHoldsUntil = 0;
  #probing: Promise<boolean | null> | null = null;
  #isReplaced = false;

  constructor(parts: WriterParts) {
    this.#parts = parts;
  }

  get chain(): RegisterChain | null {
    return this.#chain;
  }

  get mode(): StoreMode {
    const { fileCopy, copies } = this.#parts;
    if (!this.#hasDatabase) {
      return fileCopy.isUp ? 'file_only' : 'neither';
    }
    return fileCopy.isUp && copies.isCompared ? 'both' : 'database_only';
  }

  /** A database that has met a full disk holds nothing for sure. */
  get #hasDatabase(): boolean {
    return this.#parts.databaseCopy.isUp && !this.#parts.database.metFullDisk;
  }

  /** Goes on from here; `newest` are known by heart from now on. */
  continueFrom(chain: RegisterChain, newest: readonly JournalRecord[]): void {
    this.#chain = chain;
    newest.forEach((record) => {
      this.#remember(record);
    });
  }

  /** This tab no longer sells: whatever it is asked to write, it refuses. */
  stop(): void {
    this.#isReplaced = true;
  }

  /** Rejects with StorageRefused unless another sale could be stored. Not to be run beside `commit`. */
  assertRoom(): Promise<void> {
    return this.#unlessReplaced(() => this.#assertRoom());
  }

  async #assertRoom(): Promise<void> {
    const chain = this.#assertMayWrite();
    await this.#settleDoubt();
    await this.#assertOneTakesMore();
    await this.#beginEpoch(chain);
  }

  async #assertOneTakesMore(): Promise<void> {
    if (this.#parts.now() < this.#probeHoldsUntil && this.mode === 'both') {
      return;
    }
    if ((await this.probe()) === true) {
      this.#probeHoldsUntil = this.#parts.now() + PROBE_HOLDS_MS;
      this.#parts.databaseCopy.release();
      await this.#assertOneIsUp();
      return;
    }
    // A disk that is full and a file that has died fail the probe alike; only the first leaves the free slots of use.
    const fileAnswers = await this.#parts.fileCopy.answers();
    if (fileAnswers && this.#parts.fileCopy.freeSlots >= RESERVED_SLOTS) {
      this.#parts.databaseCopy.hold();
    } else if (!(await this.#databaseTakesMore())) {
      throw new StorageRefused(fileAnswers ? 'no_room' : 'unreachable');
    }
  }

  async #assertOneIsUp(): Promise<void> {
    this.#wakeWhenBothRest();
    await this.catchUp();
    if (!this.#parts.fileCopy.isUp && !this.#hasDatabase) {
      throw new StorageRefused('unreachable');
    }
  }

  /** Gives each copy what it missed, where that can be done now. */
  async catchUp(): Promise<void> {
    if (this.#hasLostTill) {
      return;
    }
    if (!this.#parts.fileCopy.isUp) {
      await this.#parts.fileCopy.catchUp();
    }
    if (!this.#parts.databaseCopy.isUp) {
      await this.#parts.databaseCopy.catchUp();
    }
    this.#goOnBehind(await this.#parts.copies.compareAtLast());
  }

  /**
   * Before anything is written: what a copy that was silent at the start has by now is left behind, and where nothing was seen
   * yet, nothing is written. Resolves as `IdentityKeeper.beginEpoch` does.
   */
  async #beginEpoch(chain: RegisterChain): Promise<boolean> {
    const { copies, identity } = this.#parts;
    if (copies.silentCopy !== null) {
      this.#wakeWhenBothRest();
      await this.#unlessReplaced(() => this.catchUp());
    }
    if (!copies.isAnySeen) {
      throw new StorageRefused('unreachable');
    }
    return identity.beginEpoch(chain);
  }

  /** See `TillStorage.gather`; resolves to whether both copies were seen. */
  async gather(identity: Identity): Promise<boolean> {
    const gathered = await this.#parts.copies.gather(identity);
    this.#goOnBehind(gathered);
    return gathered.isOfBoth;
  }

  #goOnBehind(gathered: Gathered | null): void {
    if (gathered !== null) {
      // What is in doubt may be the newest there, and come to nothing yet.
      const last = this.#doubt === null ? gathered.last : null;
      this.#chain?.leaveBehind({ ...gathered, last }, this.#parts.copies.silentCopy);
    }
  }

  /**
   * Resolves once all copies that there are were seen, and nothing is in doubt: what one of them alone knows must not be left
   * behind. Rejects with StorageRefused where that cannot be had now.
   */
  async settle({ hasFiles }: { hasFiles: boolean }): Promise<void> {
    await this.#settleDoubt();
    this.#parts.fileCopy.wake();
    this.#parts.databaseCopy.wake();
    if ((await this.probe()) === true) {
      this.#parts.databaseCopy.release();
    }
    await this.#unlessReplaced(() => this.catchUp());
    if (hasFiles && this.mode !== 'both') {
      throw new StorageRefused('unreachable');
    }
  }

  /** Writes one event, or gives back the one that already has this id. Rejects with StorageRefused. */
  async commit(id: string, build: (place: JournalPlace) => JournalDraft): Promise<JournalRecord> {
    const chain = this.#assertMayWrite();
    await this.#settleDoubt(id);
    const known = await this.#known(id);
    if (known !== null) {
      return known;
    }
    const needsFile = await this.#beginEpoch(chain);
    const draft = build(chain.nextPlace);
    if (draft.id !== id) {
      throw new TypeError('an event is committed under its own id');
    }
    const record = chain.seal(draft);
    await this.#keep(record, needsFile);
    this.#parts.fileCopy.decided();
    chain.advance(record);
    this.#remember(record);
    return record;
  }

  async #keep(record: JournalRecord, needsFile: boolean): Promise<void> {
    const { fileCopy, databaseCopy, database, highWater } = this.#parts;
    const markBefore = highWater.read();
    this.#wakeWhenBothRest();
    const inFile = await fileCopy.take(record);
    if (!inFile && (database.metFullDisk || needsFile)) {
      throw await this.#refusal({ record, inDatabase: 'refused', markBefore, needsFile });
    }
    if (inFile) {
      this.#parts.identity.fileHas(record.event.epoch);
    }
    // The copy that takes it may not answer at the next start: then at least this says that there is something.
    writeHighWater(highWater, record.event);
    const inDatabase = await this.#takeIntoDatabase(record).catch(async (error: unknown) => {
      takeHighWaterBack(highWater, record.event, markBefore);
      if (this.#isReplaced) {
        await fileCopy.takeBack(record);
      }
      throw error;
    });
    if (inFile || (inDatabase === 'stored' && !database.metFullDisk)) {
      return;
    }
    databaseCopy.forget(record);
    throw await this.#refusal({ record, inDatabase, markBefore, needsFile });
  }

  /** What to tell of an event that neither copy has taken for certain: whether it is certain that neither has it. */
  async #refusal(doubtful: Doubtful): Promise<StorageRefused> {
    const { id } = doubtful.record.event;
    const doubt = new Doubt(this.#parts, doubtful);
    if (doubtful.inDatabase !== 'refused') {
      this.#unclear.add(id);
    }
    if (await doubt.takeBack()) {
      this.#parts.fileCopy.decided();
    } else {
      this.#doubt = doubt;
    }
    return new StorageRefused(this.#doubt !== null || this.#unclear.has(id) ? 'unclear' : 'unreachable');
  }

  #takeIntoDatabase(record: JournalRecord): Promise<Taken> {
    return this.#unlessReplaced(() => this.#parts.databaseCopy.take(record));
  }

  /** Once another tab sells, this one writes nothing any more, and says so. */
  async #unlessReplaced<T>(work: () => Promise<T>): Promise<T> {
    try {
      return await work();
    } catch (error) {
      if (error instanceof WriterReplaced) {
        this.stop();
        throw new StorageRefused('other_tab', { cause: error });
      }
      throw error;
    }
  }

  /** Before anything is written after an unclear refusal: see Doubt. `id` is what is to be written. */
  async #settleDoubt(id: string | null = null): Promise<void> {
    const doubt = this.#doubt;
    if (doubt === null) {
      return;
    }
    const { record } = doubt;
    const stands = await this.#unlessReplaced(() => doubt.settle(record.event.id === id ? 'unclear' : 'unreachable'));
    this.#doubt = null;
    this.#parts.fileCopy.decided();
    if (stands) {
      this.#chain?.advance(record);
      this.#remember(record);
    }
  }

  /** Also without the database: an id that is tried again was minted in this tab, so its event is among the newest. */
  async #known(id: string): Promise<JournalRecord | null> {
    const recent = this.#recent.get(id);
    if (recent !== undefined || !this.#parts.databaseCopy.isUp) {
      return recent ?? null;
    }
    try {
      const found = await this.#parts.database.findById(id);
      return found === null ? null : await this.#wholeOf(id, found);
    } catch (error) {
      this.#parts.databaseCopy.fail(error);
      return null;
    }
  }

  /** The file's, where a row was damaged since it was written: a retry is told what was sold, not what became of it. */
  async #wholeOf(id: string, record: JournalRecord): Promise<JournalRecord> {
    const registerId = this.#chain?.registerId ?? '';
    return isWhole(registerId, record)
      ? record
      : ((await new FileReader(this.#parts.fileCopy, registerId, () => 0).find(id).catch(() => null)) ?? record);
  }

  /**
   * Whether one more megabyte can really be written and flushed beside the journal. Null when the file gives no answer:
   * it may be slow, or have been asleep, and that says nothing about its room. Whoever asks while one is under way is told
   * what that one finds.
   */
  async probe(): Promise<boolean | null> {
    this.#probing ??= this.#probe().finally(() => {
      this.#probing = null;
    });
    return this.#probing;
  }

  async #probe(): Promise<boolean | null> {
    try {
      await within(PROBE_PATIENCE_MS, this.#parts.file.probe());
      return true;
    } catch (error) {
      return error instanceof TookTooLong ? null : false;
    }
  }

  /** For a till whose file cannot be used at all: a small strict write shows whether the database still takes something. */
  async #databaseTakesMore(): Promise<boolean> {
    const { fileCopy, databaseCopy, database } = this.#parts;
    return !fileCopy.isUp && !database.metFullDisk && (await databaseCopy.proveWrite());
  }

  /** A copy that failed is left alone for a while, but not when there is no other. */
  #wakeWhenBothRest(): void {
    if (!this.#parts.fileCopy.isUp && !this.#parts.databaseCopy.isUp) {
      this.#parts.fileCopy.wake();
      this.#parts.databaseCopy.wake();
    }
  }

  get #hasLostTill(): boolean {
    return this.#isReplaced || !this.#parts.isHeld();
  }

  #assertMayWrite(): RegisterChain {
    if (this.#hasLostTill) {
      throw new StorageRefused('other_tab');
    }
    if (this.#chain === null) {
      throw new StorageRefused('not_enrolled');
    }
    return this.#chain;
  }

  #remember(record: JournalRecord): void {
    this.#recent.set(record.event.id, record);
    for (const oldest of this.#recent.keys()) {
      if (this.#recent.size <= REMEMBERED) {
        return;
      }
      this.#recent.delete(oldest);
    }
  }
}
