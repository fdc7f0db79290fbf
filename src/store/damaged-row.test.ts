import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { MAX_PUSH_BYTES } from '#protocol/sync.ts';
import { FaultyIndexedDB } from '#testkit/faulty-indexed-db.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryJournal } from '#testkit/memory-journal-rows.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { DexieRows } from './dexie-rows.ts';
import { JournalDatabase } from './journal-database.ts';
import { type JournalRecord, isWholeAt } from './journal-record.ts';
import type { JournalRows } from './journal-rows.ts';
import { JournalTables, WriterReplaced } from './journal-tables.ts';
import { SLOT_BYTES } from './slot-format.ts';
import { openTillStore } from './open-till-store.ts';
import { DatabaseOutbox } from './outbox.ts';
import type { DrainableTillStore } from './till-store.ts';

const LIMITS = { events: 500, bytes: MAX_PUSH_BYTES };
const HALF_A_MINUTE = 30_001;
const REGISTER = 'register-1';

/** The rows of a device's journal database, which a test may spoil behind the app's back. */
interface Rows {
  connect: () => JournalRows;
  /** Puts something else where one row of epoch 1 is, or takes it away. */
  spoil: (seq: number, damage: Damage) => Promise<void>;
  /** Each write is refused from now on, or taken again. */
  refuse: (isRefused: boolean) => void;
}

/** Dexie has its own names for a bulk of them. */
const TAKEN = /ConstraintError|BulkError/;

type Damage = (record: JournalRecord) => object | null;

function inIndexedDb(device: TestDevice): Rows {
  return {
    connect: () => new DexieRows(device.database),
    spoil: async (seq, damage) => {
      const tables = new JournalTables(device.database);
      const row = await tables.journal.get([REGISTER, 1, seq]);
      if (row === undefined) {
        throw new Error(`there is no row ${String(seq)}`);
      }
      const { event, after, ...columns } = row;
      const spoilt = damage({ event, after });
      await tables.journal.delete([REGISTER, 1, seq]);
      if (spoilt !== null) {
        await tables.table('journal').add({ ...columns, ...spoilt });
      }
      tables.close();
    },
    refuse: (isRefused) => {
      const failures = isRefused ? Number.POSITIVE_INFINITY : 0;
      Object.assign(device.indexedDB.faults, { writesLeft: 0, failures, failure: 'abort' });
    },
  };
}

function inMemory(): Rows {
  const journal = new MemoryJournal();
  let isRefused = false;
  return {
    connect: () =>
      journal.connect(async (isWrite, run) => {
        await Promise.resolve();
        if (isWrite && isRefused) {
          throw new DOMException('the transaction was aborted', 'AbortError');
        }
        return run();
      }),
    spoil: async (seq, damage) => {
      const [record] = await journal.connect().readSlice({ registerId: REGISTER, epoch: 1, seq }, 1);
      if (record === undefined) {
        throw new Error(`there is no row ${String(seq)}`);
      }
      const spoilt = damage(record);
      journal.damage(
        { registerId: REGISTER, epoch: 1, seq },
        spoilt === null ? null : ({ event: {}, ...spoilt } as unknown as JournalRecord),
      );
    },
    refuse: (is) => {
      isRefused = is;
    },
  };
}

const damages: [string, Damage][] = [
  ['another content', ({ event, after }) => ({ event: { ...event, actor: 'staff-eve' }, after })],
  ['another hash', ({ event, after }) => ({ event: { ...event, hash: 'f'.repeat(64) }, after })],
  ['another number', ({ event, after }) => ({ event: { ...event, seq: 99 }, after })],
  ['another epoch', ({ event, after }) => ({ event: { ...event, epoch: 2 }, after })],
  ['no number', ({ event, after }) => ({ event: { ...event, seq: undefined }, after })],
  ['no event', ({ after }) => ({ after })],
  ['no state', ({ event }) => ({ event })],
  ['nothing', () => null],
];
const [[, otherContent], , [, otherSeq]] = damages as [[string, Damage], [string, Damage], [string, Damage]];
const [, lost] = damages.at(-1) ?? ['', () => null];

let device: TestDevice;
let rows: Rows;
let store: DrainableTillStore;
let sold: JournalEvent[];

function open(): Promise<DrainableTillStore> {
  return openTillStore({ ...device.ports(), connectDatabase: () => rows.connect() });
}

async function sell(...ids: string[]): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (const id of ids) {
    events.push(await store.commit(id, saleCompleted(id)));
  }
  return events;
}

async function nextBatch(): Promise<JournalEvent[] | undefined> {
  return (await store.outbox.nextBatch(LIMITS, []))?.events;
}

async function workersBatch(): Promise<number[] | undefined> {
  const outbox = new DatabaseOutbox(new JournalDatabase(() => rows.connect()), () => null);
  return (await outbox.nextBatch(LIMITS, []))?.events.map(({ seq }) => seq);
}

async function wholeRows(): Promise<number[]> {
  const found = await rows.connect().readSlice({ registerId: REGISTER, epoch: 1, seq: 1 }, 99);
  return found
    .filter((record) => isWholeAt(record, { registerId: REGISTER, epoch: 1, seq: record.event.seq }))
    .map(({ event }) => event.seq);
}

/** The journal file loses what it holds, unnoticed. */
function blankFile(): void {
  const file = device.folder.files.get('journal');
  file?.write(0, new Uint8Array(64 * SLOT_BYTES));
  file?.flush();
}

describe.each([
  ['IndexedDB', inIndexedDb],
  ['memory', inMemory],
])('a damaged row of the journal in %s', (_name, rowsOf) => {
  beforeEach(async () => {
    // Dexie tells the console of each fault that is made here on purpose.
    vi.spyOn(console, 'warn').mockReturnValue(undefined);
    device = new TestDevice();
    rows = rowsOf(device);
    store = await open();
    await store.enrol(enrolmentOf());
    sold = await sell('a', 'b', 'c', 'd', 'e');
  });

  describe.each(damages)('with %s', (_what, damage) => {
    test.each([[1], [3]])('at number %i is mended from the file and sent whole', async (seq) => {
      await rows.spoil(seq, damage);
      expect(await nextBatch()).toEqual(sold);
      expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
      expect(store.mode).toBe('both');
    });

    test('is sent whole also while the database takes nothing, and mended when it does again', async () => {
      await rows.spoil(2, damage);
      rows.refuse(true);
      expect(await nextBatch()).toEqual(sold);
      expect(store.mode).toBe('file_only');
      rows.refuse(false);
      device.clock.now += HALF_A_MINUTE;
      await store.assertRoomToSell();
      expect(store.mode).toBe('both');
      expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
    });

    test('is left to the page by the service worker, which sends what is before it and other epochs', async () => {
      await rows.spoil(3, damage);
      expect(await workersBatch()).toEqual([1, 2]);
      await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
      expect(await workersBatch()).toBeUndefined();
      await store.outbox.startEpoch(2);
      await sell('f', 'g');
      expect(await workersBatch()).toEqual([1, 2]);
      expect((await nextBatch())?.map(({ id }) => id)).toEqual(['c', 'd', 'e']);
      expect(await workersBatch()).toEqual([3, 4, 5]);
    });

    test.each([[2], [4], [5]])('at number %i is shown as it was written', async (seq) => {
      await rows.spoil(seq, damage);
      expect(await store.recentEvents(5)).toEqual(sold.toReversed());
      expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
    });

    test.each([[2], [4]])('at number %i is shown as it was written while the database takes nothing', async (seq) => {
      await rows.spoil(seq, damage);
      rows.refuse(true);
      expect(await store.recentEvents(5)).toEqual(sold.toReversed());
    });

    test('is not written a second time when it is committed again after a restart', async () => {
      device.crash();
      await rows.spoil(3, damage);
      store = await open();
      expect(await store.commit('c', saleCompleted('c'))).toEqual(sold[2]);
      expect((await store.recentEvents(9)).filter(({ id }) => id === 'c')).toEqual([sold[2]]);
    });

    test('as the newest one: the next start goes on from the one in the file', async () => {
      await rows.spoil(5, damage);
      device.crash();
      store = await open();
      const [next] = await sell('f');
      expect([next?.epoch, next?.body]).toMatchObject([1, { transaction_number: 'POS-2026-T01-000006' }]);
      const batch = await nextBatch();
      expect(batch?.slice(0, 5)).toEqual(sold);
      expect(batch?.map(({ seq }) => seq)).toEqual(batch?.map((_event, at) => at + 1));
      expect(batch?.slice(1).map((event) => event.prev_hash)).toEqual(batch?.slice(0, -1).map((event) => event.hash));
    });
  });

  test('several of them, lost and damaged, are mended together', async () => {
    await rows.spoil(1, lost);
    await rows.spoil(2, otherSeq);
    await rows.spoil(4, lost);
    expect(await nextBatch()).toEqual(sold);
    expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
  });

  test('the last ones of all, lost, are missed and sent without waiting for the next sale', async () => {
    await store.outbox.confirm({ epoch: 1, seq: 3, noteworthy: [] });
    await rows.spoil(5, lost);
    await rows.spoil(4, lost);
    expect(await nextBatch()).toEqual(sold.slice(3));
    expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
  });

  test('one that the file does not have either is sent as it stands, and holds up nothing', async () => {
    await rows.spoil(3, otherContent);
    blankFile();
    expect(await nextBatch()).toEqual(
      sold.map((event) => ({ ...event, actor: event.seq === 3 ? 'staff-eve' : event.actor })),
    );
  });

  test('one that the file does not have either and that says another number is sent without any', async () => {
    await rows.spoil(1, otherSeq);
    blankFile();
    const batch = await nextBatch();
    expect(batch).toHaveLength(1);
    expect(JSON.parse(JSON.stringify(batch?.[0]))).toMatchObject({ id: 'a' });
    expect(JSON.parse(JSON.stringify(batch?.[0]))).not.toHaveProperty('seq');
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    expect(await nextBatch()).toEqual(sold.slice(1));
  });

  test.each([
    ['the mark beside both copies knows its number', (): void => undefined],
    ['nothing else knows its number', (): void => void (device.localStorage = null)],
  ])('the newest one, which the file does not have either: its number is not given again; %s', async (_, forget) => {
    await store.outbox.confirm({ epoch: 1, seq: 5, noteworthy: [] });
    await rows.spoil(5, otherContent);
    blankFile();
    device.crash();
    forget();
    store = await open();
    expect(store.mode).toBe('both');
    expect(store.bootReport.cause).toBe('not_provable');
    const [next] = await sell('f');
    expect([next?.epoch, next?.seq]).toEqual([2, 2]);
    expect((await nextBatch())?.map(({ epoch, id }) => [epoch, id]).at(-1)).toEqual([2, 'f']);
  });

  test.each([
    ['damaged', otherContent],
    ['lost', lost],
  ])('the newest one, confirmed and %s, is put back from the file at the next start', async (_, damage) => {
    await store.outbox.confirm({ epoch: 1, seq: 5, noteworthy: [] });
    await rows.spoil(5, damage);
    device.crash();
    store = await open();
    expect(await wholeRows()).toContain(5);
    const [next] = await sell('f');
    expect([next?.epoch, next?.body]).toMatchObject([1, { transaction_number: 'POS-2026-T01-000006' }]);
  });

  test.each([
    ['of the event', 'c'],
    ['of the sale', 'sale-of-c'],
  ])('is found as it was written, by the id %s', async (_, id) => {
    await rows.spoil(3, otherContent);
    expect(await store.findEvent(id)).toEqual(sold[2]);
  });

  test('that the file does not have either is shown as it stands, and the others as they were written', async () => {
    await rows.spoil(3, otherContent);
    blankFile();
    expect((await store.recentEvents(5)).map(({ id, actor }) => [id, actor === 'staff-eve'])).toEqual(
      sold.toReversed().map(({ id }) => [id, id === 'c']),
    );
  });

  test('is shown in a tab that another one has replaced, and mended there by nobody', async () => {
    await rows.spoil(3, otherContent);
    await rows.connect().claim('another tab', null);
    expect((await store.recentEvents(5)).map(({ id }) => id)).toEqual(['e', 'd', 'c', 'b', 'a']);
    expect(await wholeRows()).toEqual([1, 2, 4, 5]);
  });

  test('a tab that another one has replaced mends nothing', async () => {
    await rows.spoil(3, otherContent);
    await rows.connect().claim('another tab', null);
    await expect(nextBatch()).rejects.toThrow(WriterReplaced);
    expect(await wholeRows()).toEqual([1, 2, 4, 5]);
  });

  test('gives way to the record of its place; a whole row gives way to nothing', async () => {
    const connection = rows.connect();
    const kept = await connection.readSlice({ registerId: REGISTER, epoch: 1, seq: 1 }, 9);
    await rows.spoil(2, otherContent);
    expect((await connection.findMissing(kept)).map(({ event }) => event.seq)).toEqual([2]);
    await connection.claim('tab', null);
    await expect(connection.addRecords('tab', kept.slice(1, 3))).rejects.toMatchObject({
      name: expect.stringMatching(TAKEN),
    });
    expect(await wholeRows()).toEqual([1, 3, 4, 5]);
    await connection.addRecords('tab', kept.slice(1, 2));
    expect(await wholeRows()).toEqual([1, 2, 3, 4, 5]);
  });

  test('a journal without any is read as it is, and no write is made', async () => {
    rows.refuse(true);
    expect(await nextBatch()).toEqual(sold);
    expect(store.mode).toBe('both');
  });
});

test('looking at whole rows, however few, writes nothing', async () => {
  device = new TestDevice();
  rows = inIndexedDb(device);
  store = await open();
  await store.enrol(enrolmentOf());
  sold = await sell('a', 'b', 'c');
  const before = device.indexedDB.faults.writes;
  for (const limit of [0, 1, 2, 9]) {
    expect(await store.recentEvents(limit)).toEqual(sold.toReversed().slice(0, limit));
  }
  expect(device.indexedDB.faults.writes).toBe(before);
});

test('a row that was moved to another place makes room for its record', async () => {
  device = new TestDevice();
  rows = inIndexedDb(device);
  store = await open();
  await store.enrol(enrolmentOf());
  sold = await sell('a', 'b', 'c');
  const tables = new JournalTables({
    name: 'journal',
    indexedDB: device.indexedDB,
    IDBKeyRange: FaultyIndexedDB.keyRange,
  });
  const row = await tables.journal.get([REGISTER, 1, 2]);
  await tables.journal.delete([REGISTER, 1, 2]);
  await tables.table('journal').add({ ...row, epoch: 7 });
  tables.close();
  expect(await nextBatch()).toEqual(sold);
  expect(await wholeRows()).toEqual([1, 2, 3]);
});
