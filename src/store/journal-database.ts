import { Dexie } from 'dexie';
import type { SaleEvent } from '#core/sale/sale.ts';
import type { JournalRecord } from './journal-record.ts';
import {
  addRecords,
  findById,
  findRecord,
  findMissing,
  readExtents,
  readNewest,
  readSeqs,
  readSlice,
} from './journal-rows.ts';
import {
  type DatabasePlace,
  DatabaseWiped,
  JournalTables,
  type KeptSale,
  NewerSchema,
  type SentRow,
  SCHEMA_GENERATION,
  WriterReplaced,
  assertMayWrite,
} from './journal-tables.ts';
import type { JournalReader } from './journal-reader.ts';
import { within } from './patience.ts';
import { type Identity, identityShape } from './registration.ts';

/** Longer than any disk that still works takes. A cashier may have to wait for the second one. */
const PATIENCE_MS = 8_000;
const SALE_PATIENCE_MS = 4_000;
const TRIES = 2;

/**
 * Whether the database took something: "unknown" when it answered with an error and cannot be read back either.
 * An error alone proves nothing: a transaction that reports one may have been committed.
 */
export type Taken = 'stored' | 'refused' | 'unknown';

/**
 * The second of the journal's two copies, and the only one the service worker can read. A connection that has
 * failed is dead for good, so each failure opens a new one before anything is tried or concluded.
 */
export class JournalDatabase {
  readonly #place: DatabasePlace;
  #tables: JournalTables;

  constructor(place: DatabasePlace) {
    this.#place = place;
    this.#tables = new JournalTables(place);
  }

  reopen(): void {
    this.#tables.close();
    this.#tables = new JournalTables(this.#place);
  }

  close(): void {
    this.#tables.close();
  }

  /** Runs something that may be run twice; on an error once more, over a new connection. */
  async attempt<T>(work: (tables: JournalTables) => Promise<T>): Promise<T> {
    try {
      return await within(PATIENCE_MS, work(this.#tables));
    } catch (error) {
      if (isFinal(error)) {
        throw error;
      }
      this.reopen();
      return within(PATIENCE_MS, work(this.#tables));
    }
  }

  readIdentity(): Promise<Identity | null> {
    return this.attempt(async (tables) => {
      const row = await tables.meta.get('identity');
      return identityShape.safeParse(row?.value).data ?? null;
    });
  }

  /** Makes `writer` the one tab that may write, and keeps who this register is where that was not known. */
  claim(writer: string, identity: Identity | null): Promise<void> {
    return this.attempt((tables) =>
      tables.transaction('rw', tables.meta, async () => {
        await assertMayWrite(tables, null);
        await putClaim(tables, writer, identity);
      }),
    );
  }

  /** Makes sure that `writer` still is the one that may write; the first one again after the database was emptied. */
  reclaim(writer: string, identity: Identity | null): Promise<void> {
    return this.attempt((tables) =>
      tables.transaction('rw', tables.meta, async () => {
        const holder = await tables.meta.get('writer');
        await assertMayWrite(tables, holder === undefined ? null : writer);
        await putClaim(tables, writer, identity);
      }),
    );
  }

  saveIdentity(writer: string | null, identity: Identity): Promise<void> {
    return this.attempt((tables) =>
      tables.transaction('rw', tables.meta, async () => {
        await assertMayWrite(tables, writer);
        await tables.meta.put({ key: 'identity', value: identity });
      }),
    );
  }

  /**
   * Adds records in one strict transaction, and takes away the open sale's events where they have become a completed
   * sale. Throws NewerSchema, WriterReplaced or DatabaseWiped when this tab may not write.
   */
  async record(writer: string, records: readonly JournalRecord[]): Promise<Taken> {
    let missing = records;
    for (let tries = 0; tries < TRIES; tries += 1) {
      try {
        await within(SALE_PATIENCE_MS, addRecords(this.#tables, writer, missing));
        return 'stored';
      } catch (error) {
        if (isFinal(error)) {
          throw error;
        }
      }
      this.reopen();
      try {
        missing = await within(SALE_PATIENCE_MS, findMissing(this.#tables, missing));
      } catch {
        return 'unknown';
      }
      if (missing.length === 0) {
        return 'stored';
      }
    }
    return 'refused';
  }

  /** Those of these records that the database does not hold. */
  missingOf(records: readonly JournalRecord[]): Promise<JournalRecord[]> {
    return this.attempt((tables) => findMissing(tables, records));
  }

  /** One register's journal, read anew at each call. */
  readerFor(registerId: string): JournalReader {
    return {
      extents: () => this.attempt((tables) => readExtents(tables, registerId)),
      slice: (from, limit) => this.attempt((tables) => readSlice(tables, { registerId, ...from }, limit)),
      seqsFrom: (from) => this.attempt((tables) => readSeqs(tables, { registerId, ...from })),
      newest: (limit) => this.attempt((tables) => readNewest(tables, registerId, limit)),
      find: (id) => this.find(id),
    };
  }

  /** A record by its journal id alone. */
  findById(id: string): Promise<JournalRecord | null> {
    return this.attempt((tables) => findById(tables, id));
  }

  /** A record by its journal id or its transaction's id. */
  find(id: string): Promise<JournalRecord | null> {
    return this.attempt((tables) => findRecord(tables, id));
  }

  /** Up to where the server has confirmed, for every register this device ever was. */
  readSent(): Promise<SentRow[]> {
    return this.attempt((tables) => tables.sent.toArray());
  }

  /** Raises marks that are lower than these. */
  raiseSent(rows: readonly SentRow[]): Promise<void> {
    return this.attempt((tables) =>
      tables.transaction('rw', tables.sent, tables.meta, async () => {
        await assertMayWrite(tables, null);
        const known = await tables.sent.bulkGet(rows.map(({ registerId, epoch }) => [registerId, epoch]));
        await tables.sent.bulkPut(rows.map((row, at) => ({ ...row, seq: Math.max(row.seq, known[at]?.seq ?? 0) })));
      }),
    );
  }

  /** How many events of a register the server keeps for a person to look at. */
  countQuarantined(registerId: string): Promise<number> {
    return this.attempt((tables) =>
      tables.outcomes
        .where('registerId')
        .equals(registerId)
        .filter(({ status }) => status === 'quarantined')
        .count(),
    );
  }

  /** The events of the sale that was open last, in order. */
  loadOpenSale(): Promise<KeptSale | null> {
    return this.attempt(async (tables) => {
      const last = await tables.saleEvents.orderBy('n').last();
      if (last === undefined) {
        return null;
      }
      const rows = await tables.saleEvents.where('saleId').equals(last.saleId).sortBy('position');
      return { saleId: last.saleId, events: rows.map((row) => row.event) };
    });
  }

  /** Keeps the newest event of an open sale; after an error the whole sale is written anew, so that none is doubled. */
  async appendSaleEvent(writer: string, saleId: string, events: readonly SaleEvent[]): Promise<void> {
    const tables = this.#tables;
    const position = events.length - 1;
    const added = events.slice(position).map((event) => ({ saleId, position, event }));
    try {
      await within(
        PATIENCE_MS,
        tables.transaction('rw', tables.saleEvents, tables.meta, async () => {
          await assertMayWrite(tables, writer);
          await tables.saleEvents.bulkAdd(added);
        }),
      );
    } catch (error) {
      if (isFinal(error)) {
        throw error;
      }
      this.reopen();
      await this.replaceOpenSale(writer, saleId, events);
    }
  }

  /** Makes these the open sale's events, whatever was kept of it before; none of them forgets the sale. */
  replaceOpenSale(writer: string, saleId: string, events: readonly SaleEvent[]): Promise<void> {
    return this.attempt((tables) =>
      tables.transaction('rw', tables.saleEvents, tables.meta, async () => {
        await assertMayWrite(tables, writer);
        await tables.saleEvents.where('saleId').equals(saleId).delete();
        await tables.saleEvents.bulkAdd(events.map((event, position) => ({ saleId, position, event })));
      }),
    );
  }

  /** Deletes confirmed rows sold before a UTC instant, the newest row of all excepted. Resolves to how many. */
  async prune(writer: string, registerId: string, before: string): Promise<number> {
    const reader = this.readerFor(registerId);
    const extents = await reader.extents();
    const [last] = await reader.newest(1);
    const limit = Date.parse(before);
    let deleted = 0;
    for (const { epoch, sentThrough } of extents) {
      deleted += await this.attempt((tables) =>
        tables.transaction('rw', tables.journal, tables.meta, async () => {
          await assertMayWrite(tables, writer);
          return tables.journal
            .where('[registerId+epoch+seq]')
            .between([registerId, epoch, Dexie.minKey], [registerId, epoch, sentThrough], true, true)
            .filter((row) => Date.parse(row.event.sold_at) < limit && row.id !== last?.event.id)
            .delete();
        }),
      );
    }
    return deleted;
  }
}

async function putClaim(tables: JournalTables, writer: string, identity: Identity | null): Promise<void> {
  await tables.meta.put({ key: 'schema_gen', value: SCHEMA_GENERATION });
  await tables.meta.put({ key: 'writer', value: writer });
  const known = identityShape.safeParse((await tables.meta.get('identity'))?.value).data;
  if (identity !== null && identity.revision > (known?.revision ?? -1)) {
    await tables.meta.put({ key: 'identity', value: identity });
  }
}

/** Errors that trying again cannot help: this tab may not write. */
function isFinal(error: unknown): boolean {
  return error instanceof NewerSchema || error instanceof WriterReplaced || error instanceof DatabaseWiped;
}
