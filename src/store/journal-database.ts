import type { JournalReader } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import type { JournalRows, SentMove } from './journal-rows.ts';
import { DatabaseWiped, type KeptSale, NewerSchema, type SentRow, WriterReplaced } from './journal-tables.ts';
import { TookTooLong, within } from './patience.ts';
import type { Identity } from './registration.ts';
import type { KeepLimits, Noteworthy } from './till-store.ts';

/** Longer than any disk that still works takes. A cashier may have to wait for the second one. */
const PATIENCE_MS = 8_000;
const SALE_PATIENCE_MS = 4_000;
const TRIES = 2;

/**
 * Whether the database took something: "unknown" when it answered with an error and cannot be read back either, or when it
 * did not answer in time.
 * An error alone proves nothing: a transaction that reports one may have been committed.
 */
export type Taken = 'stored' | 'refused' | 'unknown';

/**
 * The second of the journal's two copies, and the only one the service worker can read. A connection that has
 * failed is dead for good, so each failure opens a new one before anything is tried or concluded.
 */
export class JournalDatabase {
  readonly #connect: () => JournalRows;
  #rows: JournalRows;
  #metFullDisk = false;

  constructor(connect: () => JournalRows) {
    this.#connect = connect;
    this.#rows = connect();
  }

  /**
   * Whether a write met a full disk since this app started. Chromium then goes on as if nothing were, and may lose the
   * whole database at its next start: what only the database holds is not safe any more.
   */
  get metFullDisk(): boolean {
    return this.#metFullDisk;
  }

  close(): void {
    this.#rows.close();
  }

  readIdentity(): Promise<Identity | null> {
    return this.#attempt((rows) => rows.readIdentity());
  }

  /** Makes `writer` the one tab that may write, and keeps who this register is where that was not known. */
  claim(writer: string, identity: Identity | null): Promise<void> {
    return this.#attempt((rows) => rows.claim(writer, identity));
  }

  /** Makes sure that `writer` still is the one that may write; the first one again after the database was emptied. */
  reclaim(writer: string, identity: Identity | null): Promise<void> {
    return this.#attempt((rows) => rows.reclaim(writer, identity));
  }

  saveIdentity(writer: string | null, identity: Identity): Promise<void> {
    return this.#attempt((rows) => rows.saveIdentity(writer, identity));
  }

  /**
   * Adds records in one strict transaction, and takes away the open sale's events where they have become a completed
   * sale. Throws NewerSchema, WriterReplaced or DatabaseWiped when this tab may not write.
   */
  async record(writer: string, records: readonly JournalRecord[]): Promise<Taken> {
    let missing = records;
    let mayComeLate = false;
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        await within(SALE_PATIENCE_MS, this.#rows.addRecords(writer, missing));
        return 'stored';
      } catch (error) {
        if (isFinal(error)) {
          throw error;
        }
        this.#metFullDisk ||= isFullDisk(error);
        mayComeLate ||= error instanceof TookTooLong;
      }
      this.#reopen();
      try {
        missing = await within(SALE_PATIENCE_MS, this.#rows.findMissing(missing));
      } catch {
        return 'unknown';
      }
      if (missing.length === 0) {
        return 'stored';
      }
    }
    // A transaction that took too long is over some time, and may be committed then.
    return mayComeLate ? 'unknown' : 'refused';
  }

  /** Those of these records that the database does not hold whole. */
  missingOf(records: readonly JournalRecord[]): Promise<JournalRecord[]> {
    return this.#attempt((rows) => rows.findMissing(records));
  }

  /** One register's journal, read anew at each call. */
  readerFor(registerId: string): JournalReader {
    return {
      registerId,
      extents: () => this.#attempt((rows) => rows.readExtents(registerId)),
      slice: (from, limit) => this.#attempt((rows) => rows.readSlice({ registerId, ...from }, limit)),
      seqsFrom: (from) => this.#attempt((rows) => rows.readSeqs({ registerId, ...from })),
      newest: (limit) => this.#attempt((rows) => rows.readNewest(registerId, limit)),
      find: (id) => this.find(id),
    };
  }

  /** A record by its journal id alone. */
  findById(id: string): Promise<JournalRecord | null> {
    return this.#attempt((rows) => rows.findById(id));
  }

  /** A record by its journal id or its transaction's id. */
  find(id: string): Promise<JournalRecord | null> {
    return this.#attempt((rows) => rows.findRecord(id));
  }

  /** Up to where the server has confirmed, for every register this device ever was. */
  readSent(): Promise<SentRow[]> {
    return this.#attempt((rows) => rows.readSent());
  }

  /** Raises marks that are lower than these. */
  raiseSent(marks: readonly SentRow[]): Promise<void> {
    return this.#attempt((rows) => rows.raiseSent(marks));
  }

  moveSent(move: SentMove): Promise<void> {
    return this.#attempt((rows) => rows.moveSent(move));
  }

  /** How many events of a register the server keeps for a person to look at. */
  countQuarantined(registerId: string): Promise<number> {
    return this.#attempt((rows) => rows.countQuarantined(registerId));
  }

  /** What the server said of a register's events beyond plain acceptance, the newest events first. */
  readNoteworthy(registerId: string, limit: number): Promise<Noteworthy[]> {
    return this.#attempt((rows) => rows.readNoteworthy(registerId, limit));
  }

  /** The events of the sale that was open last, in order. */
  loadOpenSale(): Promise<KeptSale | null> {
    return this.#attempt((rows) => rows.loadOpenSale());
  }

  /** Keeps the newest event of an open sale; after an error the whole sale is written anew, so that none is doubled. */
  async appendSaleEvent(writer: string, sale: KeptSale): Promise<void> {
    const { saleId, events, begunAt } = sale;
    const position = events.length - 1;
    const event = events[position];
    if (event === undefined) {
      return;
    }
    try {
      await within(PATIENCE_MS, this.#rows.addSaleEvent(writer, saleId, { position, event, begunAt }));
    } catch (error) {
      if (isFinal(error)) {
        throw error;
      }
      this.#metFullDisk ||= isFullDisk(error);
      this.#reopen();
      await this.replaceOpenSale(writer, sale);
    }
  }

  /** See `JournalRows.replaceOpenSale`. */
  replaceOpenSale(writer: string, sale: KeptSale): Promise<void> {
    return this.#attempt((rows) => rows.replaceOpenSale(writer, sale));
  }

  /** Deletes confirmed rows that both limits let go. Resolves to how many. */
  async prune(writer: string, registerId: string, { before, newest }: KeepLimits): Promise<number> {
    const extents = await this.readerFor(registerId).extents();
    let spared = newest;
    let deleted = 0;
    for (const { epoch, lastSeq, sentThrough } of extents.toReversed()) {
      const through = { registerId, epoch, seq: Math.min(sentThrough, lastSeq - spared) };
      spared = Math.max(spared - lastSeq, 0);
      deleted += through.seq < 1 ? 0 : await this.#attempt((rows) => rows.prune(writer, through, before));
    }
    return deleted;
  }

  #reopen(): void {
    this.#rows.close();
    this.#rows = this.#connect();
  }

  /** Runs something that may be run twice; on an error once more, over a new connection. */
  async #attempt<T>(work: (rows: JournalRows) => Promise<T>): Promise<T> {
    try {
      return await within(PATIENCE_MS, work(this.#rows));
    } catch (error) {
      if (isFinal(error)) {
        throw error;
      }
      this.#metFullDisk ||= isFullDisk(error);
      this.#reopen();
      return within(PATIENCE_MS, work(this.#rows));
    }
  }
}

/** Browsers say it in their own ways, often as the cause of another error. */
function isFullDisk(error: unknown): boolean {
  const { name, message, inner, cause } = Object(error) as Record<string, unknown>;
  const said = `${String(name)} ${String(message)}`;
  const deeper = inner ?? cause;
  return /quota|no.?space|disk.?full|full disk/i.test(said) || (deeper instanceof Error && isFullDisk(deeper));
}

/** Errors that trying again cannot help: this tab may not write. */
function isFinal(error: unknown): boolean {
  return error instanceof NewerSchema || error instanceof WriterReplaced || error instanceof DatabaseWiped;
}
