import type { ChainHead, JournalDraft, JournalEvent } from '#core/journal/journal-event.ts';
import type { Amount } from '#core/money/money.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { EnrolmentAnswer } from '#protocol/enrolment.ts';
import type { OutboxPort } from '#sync/ports.ts';

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
  /** Which copies take what is sold; the cashier is told when it is not both. */
  readonly mode: StoreMode;
  /**
   * A newer version of the app has changed the database: this one writes nothing into it any more and goes on with the
   * file alone, until it is loaded again.
   */
  readonly isOutdated: boolean;
  /** What was found and mended at start-up. */
  readonly bootReport: BootReport;
  /** The copy that has not answered since the start: what was done last may be in that one alone. */
  readonly silentCopy: SilentCopy | null;

  /**
   * Refuses with EnrolmentRefused while events are unsent, and with StorageRefused while a copy that may have one cannot be
   * seen: this device can become no other register then. Resolves where it is none yet.
   */
  assertMayBecomeAnother(): Promise<void>;
  /**
   * Makes this device a register: writes the file in full, then the registration. Never drops unsent events:
   * refuses with EnrolmentRefused to become another register before they are sent, and with StorageRefused when the
   * disk has no room for the file.
   */
  enrol(answer: EnrolmentAnswer): Promise<void>;
  /**
   * The events of the sale that was open when the till last stopped, in order; empty when none was, or when one of the
   * `newest` events of the journal, as far as they are known, is a sale that was completed after it was begun.
   */
  loadOpenSale(newest?: readonly JournalEvent[]): Promise<SaleEvent[]>;
  /** Stores one change of the open sale; resolves when it would survive a reload. */
  appendSaleEvent(saleId: string, event: SaleEvent): Promise<void>;
  /** Forgets an open sale that never was paid (an emptied one). */
  discardOpenSale(saleId: string): Promise<void>;
  /**
   * Refuses with StorageRefused when neither copy could take another sale; called before a tender opens,
   * so that selling stops before money is taken. A good answer holds for 30 seconds.
   */
  assertRoomToSell(): Promise<void>;
  /**
   * Writes one event into the journal, both copies, and resolves when it is durable. `build` is called once the
   * place in the chain is known. The same id again gives the stored event back and writes nothing, so that a
   * double press or a retry after an unclear error can never make two. Rejects with StorageRefused when neither copy
   * took it for certain, and the same id may be tried again: then nothing is done, but for `unclear`.
   */
  commit(id: string, build: (place: JournalPlace) => JournalDraft): Promise<JournalEvent>;
  /** What exists only on this device. */
  unsent(): Promise<UnsentSummary>;
  /**
   * Every event that exists only on this device, oldest first, from whichever copy still has it. Rejects when neither
   * can be read.
   */
  unsentEvents(): Promise<UnsentEpoch[]>;
  /** What the server took but keeps for a person to look at, newest first; empty while the database cannot be read. */
  noteworthy(limit: number): Promise<Noteworthy[]>;
  /** Whether one more megabyte can really be written beside the journal, found out by writing it; null without an answer. */
  hasRoom(): Promise<boolean | null>;
  /** Keeps the key that copies are sealed with beside the registration. */
  keepCopyKey(key: CopyKey): Promise<void>;
  /**
   * A completed sale by its journal id or transaction id, for the receipt; null when not on this device. Also what the
   * server gave back of the register's past.
   */
  findEvent(id: string): Promise<JournalEvent | null>;
  /** This device's own events, newest first; after them what else the server gave back of the register's past. */
  recentEvents(limit: number): Promise<JournalEvent[]>;
  /** Deletes confirmed events that both limits let go; resolves to how many. */
  pruneConfirmed(limits: KeepLimits): Promise<number>;
  /** Tells listeners whenever anything above may have changed, in any tab or by the service worker. */
  subscribe(listener: () => void): () => void;
  close(): Promise<void>;
}

/** The store as the page opens it: with the journal as the drainer sees it, file and memory included. */
export interface DrainableTillStore extends TillStore {
  readonly outbox: OutboxPort;
}

/** What is kept of what the server has confirmed, for look-ups, returns, and a server that is restored. */
export interface KeepLimits {
  /** Only what was sold before this UTC instant may go, by the clock of the time. */
  before: string;
  /** So many numbers at the end of the journal stay whatever the clock says or said; at least 1. */
  newest: number;
}

/**
 * "file_only": the database cannot take what the file holds, it is filled again later. "database_only": the file
 * cannot take it. Either way each sale is kept, but in one place. "neither": nothing could be written when that was last
 * tried; what was told before is kept, and nothing is sold until one of them answers.
 */
export type StoreMode = 'both' | 'file_only' | 'database_only' | 'neither';

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
  /** Left out until the till has fetched it once. */
  copyKey?: CopyKey;
}

/** The public half of an organisation's key pair: what is sealed with it only the server can open. */
export interface CopyKey {
  keyId: string;
  /** An uncompressed point of P-256 in base64url. */
  publicKey: string;
}

/** What exists only on this device of one epoch, in order. */
export interface UnsentEpoch {
  epoch: number;
  items: JournalEvent[];
}

/** What the server said of an event that is not plain acceptance. */
export interface Noteworthy {
  id: string;
  /** The event itself; null when it is no longer on this device. */
  event: JournalEvent | null;
  status: 'quarantined' | 'conflict' | 'accepted';
  /** Why it was quarantined, or the kinds of what was noticed about it. */
  details: string[];
}

/** A copy that does not answer. */
export type SilentCopy = 'file' | 'database';

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
  /** When the newest event of any epoch happened, a UTC instant; null before the first. */
  newestAt: string | null;
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
  /** The newest event there is known to be on this device, whether a copy shows it now or not; null before the first. */
  head: ChainHead | null;
}

export interface BootReport {
  /** Events that one copy lacked and the other gave back. */
  restored: number;
  cause: 'clean' | 'database_short' | 'file_short' | 'not_provable';
}

/**
 * No money may be taken, and but for `unclear` nothing was stored. `no_room`: the disk is full and the file has no free slot.
 * `unreachable`: no copy takes it. `unclear`: one of them may have stored it all the same, and cannot say so now: whoever asks
 * for the same event again, or for another one, is told once that is clear. `other_tab`: another tab sells now. `not_enrolled`:
 * this device is no register.
 */
export class StorageRefused extends Error {
  override readonly name = 'StorageRefused';
  readonly reason: 'no_room' | 'unreachable' | 'unclear' | 'other_tab' | 'not_enrolled';

  constructor(reason: StorageRefused['reason'], options?: ErrorOptions) {
    super(`the till's storage refuses: ${reason}`, options);
    this.reason = reason;
  }
}

/** This device still holds events of another register that the server has not confirmed. */
export class EnrolmentRefused extends Error {
  override readonly name = 'EnrolmentRefused';
}
