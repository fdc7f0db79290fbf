import type { ChainHead, JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import type { Amount } from '#core/money/money.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';

/**
 * What the till may ask of its storage. The journal has two copies: slots in a preallocated file of the
 * origin-private file system, flushed first, then one strict transaction of the journal database. Nothing is
 * "paid" before both stand, or before the store has said that it goes on with the file alone.
 */
export interface TillStore {
  /** Which register this device is, or null before it is enrolled. */
  readonly registration: Registration | null;
  /** The drawer session that is open, or null. */
  readonly drawer: DrawerSession | null;
  /** "file_only" while the database cannot take what the file holds; the cashier is told. */
  readonly mode: 'both' | 'file_only';
  /** What was found and mended at start-up. */
  readonly bootReport: BootReport;

  /** Makes this device a register: writes the file in full, then the registration. Never drops unsent events. */
  enrol(answer: EnrolmentAnswer): Promise<void>;
  /** The events of the sale that was open when the till last stopped, in order; empty when none was. */
  loadOpenSale(): Promise<SaleEvent[]>;
  /** Stores one change of the open sale; resolves when it would survive a reload. */
  appendSaleEvent(saleId: string, event: SaleEvent): Promise<void>;
  /** Forgets an open sale that never was paid (an emptied one). */
  discardOpenSale(saleId: string): Promise<void>;
  /**
   * Refuses with StorageRefused when neither copy could take another sale; called before a tender opens,
   * so that selling stops before money is taken. Cached for 30 seconds.
   */
  assertRoomToSell(): Promise<void>;
  /**
   * Writes one event into the journal, both copies, and resolves when it is durable. `build` is called once the
   * place in the chain is known. The same id again gives the stored event back and writes nothing, so that a
   * double press or a retry after an unclear error can never make two.
   */
  commit(id: string, build: (place: JournalPlace) => JournalDraft): Promise<JournalEvent>;
  /** What exists only on this device. */
  unsent(): Promise<UnsentSummary>;
  /** A completed sale by its journal id or transaction id, for the receipt; null when not on this device. */
  findEvent(id: string): Promise<JournalEvent | null>;
  /** Newest first. */
  recentEvents(limit: number): Promise<JournalEvent[]>;
  /** Deletes confirmed events sold before this UTC instant; resolves to how many. */
  pruneConfirmed(before: string): Promise<number>;
  /** Tells listeners whenever anything above may have changed, in any tab or by the service worker. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

export interface Registration {
  organisationId: string;
  organisationName: string;
  localId: string;
  localName: string;
  timeZone: string;
  currency: string;
  registerId: string;
  registerCode: string;
  registerName: string;
  deviceToken: string;
  demoPins: { staff_id: string; pin: string }[] | null;
}

/** From opening float to cash-up. Amounts of the local's currency. */
export interface DrawerSession {
  drawerSessionId: string;
  openedAt: string;
  openedBy: string;
  openingFloat: Amount;
  /** Cash sales so far: what the sales came to, not what was handed over. */
  cashSales: Amount;
  /** Float and cash sales: what should lie in the drawer. */
  expectedCash: Amount;
  salesCount: number;
}

/** Where the next event will stand. */
export interface JournalPlace {
  epoch: number;
  seq: number;
  /** The next number in this register's gap-free series of sales within the epoch, 1 first. */
  saleNumber: number;
}

export interface UnsentSummary {
  /** Events of any kind not yet confirmed by the server. */
  events: number;
  /** Completed sales among them, and what they come to. */
  sales: number;
  amount: Amount;
  /** UTC instant of the oldest one; null when everything has arrived. */
  since: string | null;
  /** Events that the server keeps for a person to look at. */
  quarantined: number;
  head: ChainHead | null;
}

export interface BootReport {
  /** Events that one copy lacked and the other gave back. */
  restored: number;
  cause: 'clean' | 'database_short' | 'file_short' | 'not_provable';
}

/** Neither copy can take another sale: selling stops before money is taken. */
export class StorageRefused extends Error {
  override readonly name = 'StorageRefused';
}
