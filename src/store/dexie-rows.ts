import { Dexie } from 'dexie';
import type { NoteworthyResult } from '#sync/ports.ts';
import type { EpochExtent } from './journal-reader.ts';
import { type JournalRecord, type RegisterPlace, isWholeAt, placeOf } from './journal-record.ts';
import type { AddedSaleEvent, JournalRows, SentMove } from './journal-rows.ts';
import {
  type DatabasePlace,
  type JournalRow,
  JournalTables,
  type KeptSale,
  type OutcomeRow,
  type SentRow,
  SCHEMA_GENERATION,
  assertMayWrite,
} from './journal-tables.ts';
import { type Identity, identityShape, newestOf } from './registration.ts';
import type { Noteworthy } from './till-store.ts';

/** The journal database in IndexedDB, over one connection. */
export class DexieRows implements JournalRows {
  readonly #tables: JournalTables;

  constructor(place: DatabasePlace) {
    this.#tables = new JournalTables(place);
  }

  close(): void {
    this.#tables.close();
  }

  readIdentity(): Promise<Identity | null> {
    return readIdentity(this.#tables);
  }

  claim(writer: string, identity: Identity | null): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.meta, async () => {
      await assertMayWrite(tables, null);
      await putClaim(tables, writer, identity);
    });
  }

  reclaim(writer: string, identity: Identity | null): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.meta, async () => {
      const holder = await tables.meta.get('writer');
      await assertMayWrite(tables, holder === undefined ? null : writer);
      await putClaim(tables, writer, identity);
    });
  }

  saveIdentity(writer: string | null, identity: Identity): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.meta, async () => {
      await assertMayWrite(tables, writer);
      await putIdentity(tables, identity);
    });
  }

  async addRecords(writer: string, records: readonly JournalRecord[]): Promise<void> {
    try {
      await this.#addRecords(writer, records);
    } catch (error) {
      if (!isKeyTaken(error)) {
        throw error;
      }
      // Only now is it worth looking whether a damaged row is in the way: a sale that is paid does not wait for that.
      await this.#addRecords(writer, records, damagedInTheWay);
    }
  }

  /** Nothing but the database is awaited inside, and nothing is caught: an error undoes it all. */
  #addRecords(
    writer: string,
    records: readonly JournalRecord[],
    findObstacles?: typeof damagedInTheWay,
  ): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.journal, tables.saleEvents, tables.meta, async () => {
      await assertMayWrite(tables, writer);
      if (findObstacles !== undefined) {
        await tables.journal.bulkDelete(await findObstacles(tables, records));
      }
      await tables.journal.bulkAdd(records.map(rowOf));
      const sold = records.map((record) => rowOf(record).saleId).filter((saleId) => saleId !== null);
      if (sold.length > 0) {
        await tables.saleEvents.where('saleId').anyOf(sold).delete();
      }
    });
  }

  async findMissing(records: readonly JournalRecord[]): Promise<JournalRecord[]> {
    const rows = await this.#tables.journal.bulkGet(records.map(({ event }) => keyOf(event)));
    return records.filter(
      ({ event }, at) => !isWholeAt(rows[at], placeOf(event)) || rows[at]?.event.hash !== event.hash,
    );
  }

  async readExtents(registerId: string): Promise<EpochExtent[]> {
    const { journal, sent } = this.#tables;
    const extents: EpochExtent[] = [];
    let after: [string, unknown, unknown] = [registerId, Dexie.minKey, Dexie.minKey];
    for (;;) {
      const first = await journal
        .where('[registerId+epoch+seq]')
        .between(after, [registerId, Dexie.maxKey, Dexie.maxKey], false)
        .first();
      if (first === undefined) {
        return extents;
      }
      const end: [string, unknown, unknown] = [registerId, first.epoch, Dexie.maxKey];
      const last = await journal
        .where('[registerId+epoch+seq]')
        .between([registerId, first.epoch, first.seq], end)
        .last();
      const mark = await sent.get([registerId, first.epoch]);
      extents.push({ epoch: first.epoch, lastSeq: last?.seq ?? first.seq, sentThrough: mark?.seq ?? 0 });
      after = end;
    }
  }

  async readSlice({ registerId, epoch, seq }: RegisterPlace, limit: number): Promise<JournalRecord[]> {
    const rows = await this.#tables.journal
      .where('[registerId+epoch+seq]')
      .between([registerId, epoch, seq], [registerId, epoch, Dexie.maxKey])
      .limit(limit)
      .toArray();
    return rows.map(recordOf);
  }

  async readSeqs({ registerId, epoch, seq }: RegisterPlace): Promise<number[]> {
    const keys = await this.#tables.journal
      .where('[registerId+epoch+seq]')
      .between([registerId, epoch, seq], [registerId, epoch, Dexie.maxKey])
      .primaryKeys();
    return keys.map(([, , at]) => at);
  }

  async readNewest(registerId: string, limit: number): Promise<JournalRecord[]> {
    const rows = await this.#tables.journal
      .where('[registerId+epoch+seq]')
      .between([registerId, Dexie.minKey, Dexie.minKey], [registerId, Dexie.maxKey, Dexie.maxKey])
      .reverse()
      .limit(limit)
      .toArray();
    return rows.map(recordOf);
  }

  async findById(id: string): Promise<JournalRecord | null> {
    const row = await this.#tables.journal.where('id').equals(id).first();
    return row === undefined ? null : recordOf(row);
  }

  async findRecord(id: string): Promise<JournalRecord | null> {
    const byId = await this.findById(id);
    if (byId !== null) {
      return byId;
    }
    const bySale = await this.#tables.journal.where('saleId').equals(id).first();
    return bySale === undefined ? null : recordOf(bySale);
  }

  readSent(): Promise<SentRow[]> {
    return this.#tables.sent.toArray();
  }

  raiseSent(rows: readonly SentRow[]): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.sent, tables.meta, async () => {
      await assertMayWrite(tables, null);
      const known = await tables.sent.bulkGet(rows.map(({ registerId, epoch }) => [registerId, epoch]));
      await tables.sent.bulkPut(rows.map((row, at) => ({ ...row, seq: Math.max(row.seq, known[at]?.seq ?? 0) })));
    });
  }

  moveSent({ direction, epoch, seq, noteworthy }: SentMove): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.sent, tables.outcomes, tables.meta, async () => {
      await assertMayWrite(tables, null);
      const identity = identityShape.parse((await tables.meta.get('identity'))?.value);
      const { registerId } = identity.registration;
      const before = (await tables.sent.get([registerId, epoch]))?.seq ?? 0;
      const after = direction === 'up' ? Math.max(before, seq) : Math.min(before, seq);
      await tables.sent.put({ registerId, epoch, seq: after });
      await tables.outcomes.bulkPut(noteworthy.map((result) => ({ registerId, epoch, ...outcomeOf(result) })));
    });
  }

  countQuarantined(registerId: string): Promise<number> {
    return this.#tables.outcomes.where('[registerId+status]').equals([registerId, 'quarantined']).count();
  }

  async readNoteworthy(registerId: string, limit: number): Promise<Noteworthy[]> {
    const newest = await this.#tables.outcomes
      .where('[registerId+epoch+seq]')
      .between([registerId, Dexie.minKey, Dexie.minKey], [registerId, Dexie.maxKey, Dexie.maxKey])
      .reverse()
      .limit(limit)
      .toArray();
    return Promise.all(
      newest.map(async ({ id, status, details }) => ({
        id,
        status,
        details,
        event: (await this.findById(id))?.event ?? null,
      })),
    );
  }

  async loadOpenSale(): Promise<KeptSale | null> {
    const { saleEvents } = this.#tables;
    const last = await saleEvents.orderBy('n').last();
    if (last === undefined) {
      return null;
    }
    const rows = await saleEvents.where('saleId').equals(last.saleId).sortBy('position');
    const lost = rows.findLastIndex((row, at) => row.position !== (at === 0 ? 0 : (rows[at - 1]?.position ?? 0) + 1));
    const events = rows.slice(Math.max(lost, 0)).map((row) => row.event);
    return { saleId: last.saleId, events, begunAt: last.begunAt ?? null };
  }

  addSaleEvent(writer: string, saleId: string, added: AddedSaleEvent): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.saleEvents, tables.meta, async () => {
      await assertMayWrite(tables, writer);
      if (added.position === 0) {
        await tables.saleEvents.clear();
      }
      await tables.saleEvents.add({ saleId, ...added });
    });
  }

  replaceOpenSale(writer: string, { saleId, events, begunAt }: KeptSale): Promise<void> {
    const tables = this.#tables;
    return tables.transaction('rw', tables.saleEvents, tables.meta, async () => {
      await assertMayWrite(tables, writer);
      await (events.length > 0 ? tables.saleEvents.clear() : tables.saleEvents.where('saleId').equals(saleId).delete());
      await tables.saleEvents.bulkAdd(events.map((event, position) => ({ saleId, position, event, begunAt })));
    });
  }

  prune(writer: string, through: RegisterPlace, before: string): Promise<number> {
    const tables = this.#tables;
    const { registerId, epoch, seq } = through;
    const limit = Date.parse(before);
    return tables.transaction('rw', tables.journal, tables.meta, async () => {
      await assertMayWrite(tables, writer);
      return tables.journal
        .where('[registerId+epoch+seq]')
        .between([registerId, epoch, Dexie.minKey], [registerId, epoch, seq], true, true)
        .filter((row) => Date.parse(row.event.sold_at) < limit)
        .delete();
    });
  }
}

async function putClaim(tables: JournalTables, writer: string, identity: Identity | null): Promise<void> {
  await tables.meta.put({ key: 'schema_gen', value: SCHEMA_GENERATION });
  await tables.meta.put({ key: 'writer', value: writer });
  if (identity !== null) {
    await putIdentity(tables, identity);
  }
}

async function putIdentity(tables: JournalTables, identity: Identity): Promise<void> {
  await tables.meta.put({ key: 'identity', value: newestOf(identity, await readIdentity(tables)) });
}

async function readIdentity(tables: JournalTables): Promise<Identity | null> {
  const row = await tables.meta.get('identity');
  return identityShape.safeParse(row?.value).data ?? null;
}

function outcomeOf(result: NoteworthyResult): Pick<OutcomeRow, 'id' | 'seq' | 'status' | 'details'> {
  const { id, seq, status } = result;
  switch (result.status) {
    case 'quarantined':
      return { id, seq, status, details: [result.reason] };
    case 'accepted':
      return { id, seq, status, details: result.flags ?? [] };
    case 'conflict':
      return { id, seq, status, details: [] };
  }
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

/** Half a row may have lost its event: that is read as one that says nothing of itself. */
function recordOf({ event, after }: JournalRow): JournalRecord {
  return { event: Object(event) as JournalRecord['event'], after };
}

/** Whether a transaction was undone because there is a row of the same place or id. */
function isKeyTaken(error: unknown): boolean {
  const failures: readonly unknown[] = error instanceof Dexie.BulkError ? Object.values(error.failuresByPos) : [error];
  return failures.some((failure) => failure instanceof Error && failure.name === 'ConstraintError');
}

/** The places of rows where these records belong, or under their ids, that no longer are what was sealed there. */
async function damagedInTheWay(
  { journal }: JournalTables,
  records: readonly JournalRecord[],
): Promise<[string, number, number][]> {
  const inPlace = await journal.bulkGet(records.map(({ event }) => keyOf(event)));
  const named = await journal
    .where('id')
    .anyOf(records.map(({ event }) => event.id))
    .toArray();
  return [...inPlace, ...named]
    .filter((row) => row !== undefined)
    .filter((row) => !isWholeAt(row, row))
    .map(({ registerId, epoch, seq }) => [registerId, epoch, seq]);
}
