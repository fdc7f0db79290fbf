import { Dexie, type Table } from 'dexie';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { RegisterPlace, TillState } from './journal-record.ts';

/**
 * Raised whenever rows change so that older code would misread them. Old code that still runs in a forgotten tab
 * finds a higher number than its own inside each of its transactions and writes nothing.
 */
export const SCHEMA_GENERATION = 1;

/** The name both the page and the service worker open. */
export const JOURNAL_DATABASE = 'mostrador-journal';

/** Where a database lives. In the browser only the name is needed; elsewhere an IndexedDB is handed in. */
export interface DatabasePlace {
  name: string;
  indexedDB?: IDBFactory;
  IDBKeyRange?: typeof IDBKeyRange;
}

export interface JournalRow {
  registerId: string;
  epoch: number;
  seq: number;
  id: string;
  /** The transaction's id, where the event is a completed sale. */
  saleId: string | null;
  event: JournalEvent;
  after: TillState;
}

/** An open sale as its events; one without events is one that was given up. */
export interface KeptSale {
  saleId: string;
  events: readonly SaleEvent[];
  /** Where the journal ended when the sale was begun: what was written since stands there or later. Null where nobody knows. */
  begunAt: RegisterPlace | null;
}

interface SaleEventRow {
  n?: number;
  saleId: string;
  /** 0 for the first event of the sale. */
  position: number;
  event: SaleEvent;
  /** Of the sale; rows of earlier versions do not have it. */
  begunAt?: RegisterPlace | null;
}

/** Up to where the server has confirmed one epoch of one register. */
export interface SentRow {
  registerId: string;
  epoch: number;
  seq: number;
}

/** What the server said of an event that is not plain acceptance. */
export interface OutcomeRow {
  id: string;
  registerId: string;
  epoch: number;
  seq: number;
  status: 'quarantined' | 'conflict' | 'accepted';
  details: string[];
}

type MetaKey = 'schema_gen' | 'writer' | 'identity';

/** The tables of the journal database. No code path deletes or clears this database. */
export class JournalTables extends Dexie {
  declare readonly journal: Table<JournalRow, [string, number, number]>;
  declare readonly saleEvents: Table<SaleEventRow, number>;
  declare readonly sent: Table<SentRow, [string, number]>;
  declare readonly outcomes: Table<OutcomeRow, string>;
  declare readonly meta: Table<{ key: MetaKey; value: unknown }, MetaKey>;

  constructor(place: DatabasePlace) {
    super(place.name, {
      ...(place.indexedDB && { indexedDB: place.indexedDB }),
      ...(place.IDBKeyRange && { IDBKeyRange: place.IDBKeyRange }),
      // A power cut takes back up to ten seconds of what the default durability called done.
      chromeTransactionDurability: 'strict',
      // The cache shows rows before they are committed.
      cache: 'disabled',
    });
    this.version(1).stores({
      journal: '[registerId+epoch+seq], &id, saleId',
      saleEvents: '++n, saleId, &[saleId+position]',
      sent: '[registerId+epoch]',
      outcomes: 'id, registerId',
      meta: 'key',
    });
    // In a shop where most sales have something to look at there are as many outcomes as sales: they are counted after
    // each sale, and never walked through.
    this.version(2).stores({ outcomes: 'id, [registerId+status], [registerId+epoch+seq]' });
    this.on('populate', (transaction) => {
      void transaction.table('meta').add({ key: 'schema_gen', value: SCHEMA_GENERATION });
    });
    // Dexie would let go of the database and then open it again, old code over new rows.
    this.on('versionchange', () => {
      this.close();
    });
  }
}

/** A newer version of the app has opened the database: this tab must be loaded again before it may write. */
export class NewerSchema extends Error {
  override readonly name = 'NewerSchema';
}

/** Another tab has taken over as the one that sells. */
export class WriterReplaced extends Error {
  override readonly name = 'WriterReplaced';
}

/** The database was emptied behind the app's back; everything has to be put back from the file first. */
export class DatabaseWiped extends Error {
  override readonly name = 'DatabaseWiped';
}

/**
 * The first thing inside every writing transaction: aborts it when this code is too old for the rows, or when
 * `writer` (the tab that sells; null for the drainer) is not the one that may write.
 */
export async function assertMayWrite(tables: JournalTables, writer: string | null): Promise<void> {
  const [generation, holder] = await tables.meta.bulkGet(['schema_gen', 'writer']);
  if (Number(generation?.value) > SCHEMA_GENERATION) {
    throw new NewerSchema('a newer version of the app has changed the database');
  }
  if (writer !== null && holder === undefined) {
    throw new DatabaseWiped('the journal database was emptied from outside');
  }
  if (writer !== null && holder?.value !== writer) {
    throw new WriterReplaced('another tab sells now');
  }
}
