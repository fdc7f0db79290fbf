import type { Amount } from '#core/money/money.ts';
import type { TransactionDocument } from '#core/sale/transaction.ts';

/** The version of the event's shape; the server accepts every version of the last twelve months. */
export const EVENT_VERSION = 1;

/** What `prev_hash` is for the first event of an epoch. */
export const GENESIS_HASH: string = '0'.repeat(64);

export interface DrawerOpenedBody {
  opening_float: Amount;
}

/** The till found one of its copies short and filled it again from the other. */
export interface DataRestoredBody {
  cause: 'database_short' | 'file_short' | 'not_provable';
  events_restored: number;
  previous_epoch: number;
  previous_seq: number;
}

/** What happened at the counter, by kind. */
export type JournalBody =
  | { type: 'sale.completed'; body: TransactionDocument }
  | { type: 'drawer.opened'; body: DrawerOpenedBody }
  | { type: 'data.restored'; body: DataRestoredBody };

/** Everything of an event that the till knows before its place in the chain is given. */
export type JournalDraft = JournalBody & {
  /** UUIDv7 and idempotency key for ever. */
  id: string;
  /** UTC instant of the till's clock: an annotation, the order is by seq. */
  sold_at: string;
  tz: string;
  utc_offset_min: number;
  /** The local's trading day, YYYY-MM-DD. */
  business_date: string;
  drawer_session_id: string | null;
  /** The staff member who did it; null when the till itself did. */
  actor: string | null;
};

/** One link of a register's chain. `seq` runs 1, 2, 3 … without gaps within (register_id, epoch). */
export type JournalEvent = JournalDraft & {
  v: number;
  register_id: string;
  epoch: number;
  seq: number;
  prev_hash: string;
  /** SHA-256, lower-case hex, over the canonical JSON of everything else. */
  hash: string;
};

/** The newest link of a chain. */
export interface ChainHead {
  epoch: number;
  seq: number;
  hash: string;
}
