import type { SaleEvent } from '#core/sale/sale.ts';
import type { NoteworthyResult } from '#sync/ports.ts';
import type { EpochExtent } from './journal-reader.ts';
import type { JournalRecord, RegisterPlace } from './journal-record.ts';
import type { KeptSale, SentRow } from './journal-tables.ts';
import type { Identity } from './registration.ts';
import type { Noteworthy } from './till-store.ts';

/** A mark of the server's confirmations that moves. */
export interface SentMove {
  /** `up` never lowers the mark, `down` never raises it. */
  direction: 'up' | 'down';
  epoch: number;
  seq: number;
  noteworthy: readonly NoteworthyResult[];
}

/** One event of an open sale. */
export interface AddedSaleEvent {
  /** 0 for the first event of the sale. */
  position: number;
  event: SaleEvent;
  /** See `KeptSale`. */
  begunAt: RegisterPlace | null;
}

/**
 * One connection to the journal database. Each call is one transaction: all of it or nothing, and durable once it has
 * resolved. An error proves nothing: what reports one may have been committed. Calls that write money or claim the till
 * are given `writer`, the tab that sells, and reject with WriterReplaced, DatabaseWiped or NewerSchema where that is
 * not the one that may write.
 */
export interface JournalRows {
  readIdentity(): Promise<Identity | null>;
  /** Makes `writer` the one tab that may write. The identity is kept as `saveIdentity` does. */
  claim(writer: string, identity: Identity | null): Promise<void>;
  /** As `claim`, but only for the writer that holds it already, or when nobody does. */
  reclaim(writer: string, identity: Identity | null): Promise<void>;
  /**
   * Keeps the newest of this one and the one there (`newestOf`). `writer` is null for the drainer, which may be outside of
   * the tab that sells.
   */
  saveIdentity(writer: string | null, identity: Identity): Promise<void>;
  /**
   * The money transaction. Takes away the open sale's events where they have become a completed sale. A row that no
   * longer is what was sealed at its place gives way; a whole one does not.
   */
  addRecords(writer: string, records: readonly JournalRecord[]): Promise<void>;
  /** Those of these records that are not there whole: the same event, at its place. */
  findMissing(records: readonly JournalRecord[]): Promise<JournalRecord[]>;
  /** Each epoch of a register that has events, oldest first. */
  readExtents(registerId: string): Promise<EpochExtent[]>;
  /** Records of one epoch from a number on, in order. */
  readSlice(from: RegisterPlace, limit: number): Promise<JournalRecord[]>;
  /** The numbers of one epoch from one on. */
  readSeqs(from: RegisterPlace): Promise<number[]>;
  /** Newest first. */
  readNewest(registerId: string, limit: number): Promise<JournalRecord[]>;
  findById(id: string): Promise<JournalRecord | null>;
  /** A record by its journal id or its transaction's id. */
  findRecord(id: string): Promise<JournalRecord | null>;
  /** Up to where the server has confirmed, for every register this device ever was. */
  readSent(): Promise<SentRow[]>;
  /** Raises marks that are lower than these. */
  raiseSent(rows: readonly SentRow[]): Promise<void>;
  /** Moves the mark of the register this device is, and keeps what the server said beside it. */
  moveSent(move: SentMove): Promise<void>;
  /** How many events of a register the server keeps for a person to look at. */
  countQuarantined(registerId: string): Promise<number>;
  /** What the server said of a register's events beyond plain acceptance, the newest events first. */
  readNoteworthy(registerId: string, limit: number): Promise<Noteworthy[]>;
  /** The sale that was open last, its events in order; where some of them were lost, those after the last gap. */
  loadOpenSale(): Promise<KeptSale | null>;
  /** Adds one event to an open sale; with its first, at `position` 0, any other one is forgotten: one is open at a time. */
  addSaleEvent(writer: string, saleId: string, added: AddedSaleEvent): Promise<void>;
  /** Makes these the open sale's events, whatever was kept of it or another before; none of them forgets this sale. */
  replaceOpenSale(writer: string, sale: KeptSale): Promise<void>;
  /** Deletes the rows of one epoch up to this place that were sold before a UTC instant. Resolves to how many. */
  prune(writer: string, through: RegisterPlace, before: string): Promise<number>;
  close(): void;
}
