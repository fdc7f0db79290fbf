import { Dexie } from 'dexie';
import type { EpochExtent } from './journal-reader.ts';
import type { JournalRecord } from './journal-record.ts';
import { type JournalRow, type JournalTables, assertMayWrite } from './journal-tables.ts';

/** The money transaction. Nothing but the database is awaited inside, and nothing is caught: an error undoes it all. */
export function addRecords(tables: JournalTables, writer: string, records: readonly JournalRecord[]): Promise<void> {
  return tables.transaction('rw', tables.journal, tables.saleEvents, tables.meta, async () => {
    await assertMayWrite(tables, writer);
    await tables.journal.bulkAdd(records.map(rowOf));
    const sold = records.map((record) => rowOf(record).saleId).filter((saleId) => saleId !== null);
    if (sold.length > 0) {
      await tables.saleEvents.where('saleId').anyOf(sold).delete();
    }
  });
}

/** Each epoch of a register that has events, oldest first. */
export async function readExtents(tables: JournalTables, registerId: string): Promise<EpochExtent[]> {
  const extents: EpochExtent[] = [];
  let after: [string, unknown, unknown] = [registerId, Dexie.minKey, Dexie.minKey];
  for (;;) {
    const first = await tables.journal
      .where('[registerId+epoch+seq]')
      .between(after, [registerId, Dexie.maxKey, Dexie.maxKey], false)
      .first();
    if (first === undefined) {
      return extents;
    }
    const end: [string, unknown, unknown] = [registerId, first.epoch, Dexie.maxKey];
    const last = await tables.journal
      .where('[registerId+epoch+seq]')
      .between([registerId, first.epoch, first.seq], end)
      .last();
    const sent = await tables.sent.get([registerId, first.epoch]);
    extents.push({
      epoch: first.epoch,
      lastSeq: last?.seq ?? first.seq,
      sentThrough: sent?.seq ?? 0,
    });
    after = end;
  }
}

/** Records of one epoch from a number on, in order. */
export async function readSlice(
  tables: JournalTables,
  from: { registerId: string; epoch: number; seq: number },
  limit: number,
): Promise<JournalRecord[]> {
  const rows = await tables.journal
    .where('[registerId+epoch+seq]')
    .between([from.registerId, from.epoch, from.seq], [from.registerId, from.epoch, Dexie.maxKey])
    .limit(limit)
    .toArray();
  return rows.map(recordOf);
}

/** Newest first. */
export async function readNewest(tables: JournalTables, registerId: string, limit: number): Promise<JournalRecord[]> {
  const rows = await tables.journal
    .where('[registerId+epoch+seq]')
    .between([registerId, Dexie.minKey, Dexie.minKey], [registerId, Dexie.maxKey, Dexie.maxKey])
    .reverse()
    .limit(limit)
    .toArray();
  return rows.map(recordOf);
}

/** The numbers of one epoch from one on. */
export async function readSeqs(
  tables: JournalTables,
  from: { registerId: string; epoch: number; seq: number },
): Promise<number[]> {
  const keys = await tables.journal
    .where('[registerId+epoch+seq]')
    .between([from.registerId, from.epoch, from.seq], [from.registerId, from.epoch, Dexie.maxKey])
    .primaryKeys();
  return keys.map(([, , seq]) => seq);
}

export async function findById(tables: JournalTables, id: string): Promise<JournalRecord | null> {
  const row = await tables.journal.where('id').equals(id).first();
  return row === undefined ? null : recordOf(row);
}

/** A record by its journal id or its transaction's id. */
export async function findRecord(tables: JournalTables, id: string): Promise<JournalRecord | null> {
  const byId = await findById(tables, id);
  const bySale = byId ?? (await tables.journal.where('saleId').equals(id).first());
  return bySale === undefined ? null : { event: bySale.event, after: bySale.after };
}

/** Those of these records that are not there: the same event, at its place. */
export async function findMissing(tables: JournalTables, records: readonly JournalRecord[]): Promise<JournalRecord[]> {
  const rows = await tables.journal.bulkGet(records.map(({ event }) => keyOf(event)));
  return records.filter(({ event }, at) => rows[at]?.event.hash !== event.hash);
}

function keyOf(event: JournalRecord['event']): [string, number, number] {
  return [event.register_id, event.epoch, event.seq];
}

function rowOf({ event, after }: JournalRecord): JournalRow {
  return {
    registerId: event.register_id,
    epoch: event.epoch,
    seq: event.seq,
    id: event.id,
    saleId: event.type === 'sale.completed' ? event.body.transaction_id : null,
    event,
    after,
  };
}

function recordOf({ event, after }: JournalRow): JournalRecord {
  return { event, after };
}
