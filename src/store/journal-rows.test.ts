import { beforeEach, describe, expect, test, vi } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalDraft } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import { FaultyIndexedDB } from '#testkit/faulty-indexed-db.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryJournal } from '#testkit/memory-journal-rows.ts';
import { DexieRows } from './dexie-rows.ts';
import { type JournalRecord, stateAtStart } from './journal-record.ts';
import type { JournalRows } from './journal-rows.ts';
import { DatabaseWiped, WriterReplaced } from './journal-tables.ts';
import { type Identity, registrationOf } from './registration.ts';

/** A device's database: each connection sees the same rows. */
interface Device {
  connect: () => JournalRows;
  wipe: () => Promise<void>;
}

function indexedDbDevice(): Device {
  const indexedDB = new FaultyIndexedDB();
  const place = { name: 'journal', indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange };
  return {
    connect: () => new DexieRows(place),
    wipe: () =>
      new Promise((resolve) => {
        indexedDB.deleteDatabase('journal').onsuccess = () => {
          resolve();
        };
      }),
  };
}

function memoryDevice(): Device {
  const journal = new MemoryJournal();
  return {
    connect: () => journal.connect(),
    wipe: () => {
      journal.wipe();
      return Promise.resolve();
    },
  };
}

const REGISTER = 'register-1';
const identity: Identity = { registration: registrationOf(enrolmentOf()), epoch: 1, revision: 10 };

/** A chain of records of one epoch, from seq 1 on; the first one opens the drawer. */
function records(count: number, { epoch = 1, soldAt }: { epoch?: number; soldAt?: string } = {}): JournalRecord[] {
  let prevHash: string = GENESIS_HASH;
  return Array.from({ length: count }, (_, at) => {
    const id = `${String(epoch)}-${String(at + 1)}`;
    const shape = soldAt === undefined ? {} : { soldAt };
    const place = { epoch, seq: at + 1, saleNumber: at, newestAt: null };
    const draft: JournalDraft = at === 0 ? drawerOpened(id)() : saleCompleted(id, shape)(place);
    const event = sealEvent(draft, { registerId: REGISTER, epoch, seq: at + 1, prevHash });
    prevHash = event.hash;
    return { event, after: stateAtStart('USD') };
  });
}

/** Dexie has its own names for a bulk of them. */
const TAKEN = /ConstraintError|BulkError/;

const ids = (found: readonly JournalRecord[]) => found.map(({ event }) => event.id);

const scan = { type: 'note_changed', note: 'a' } as unknown as SaleEvent;
const begunAt = { registerId: REGISTER, epoch: 1, seq: 2 };

beforeEach(() => {
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
});

describe.each([
  ['IndexedDB', indexedDbDevice],
  ['memory', memoryDevice],
])('the journal database in %s', (_name, openDevice) => {
  let device: Device;
  let rows: JournalRows;
  beforeEach(async () => {
    device = openDevice();
    rows = device.connect();
    await rows.claim('tab-1', identity);
  });

  test('keeps who it is: of two notes the newer registration and the newer epoch', async () => {
    const withToken = (deviceToken: string) => ({ ...identity.registration, deviceToken });
    await rows.claim('tab-1', { registration: withToken('older'), revision: 9, epoch: 7 });
    expect(await device.connect().readIdentity()).toEqual({ ...identity, epoch: 7 });
    await rows.saveIdentity('tab-1', { registration: withToken('newer'), revision: 11, epoch: 2 });
    expect(await device.connect().readIdentity()).toEqual({
      registration: withToken('newer'),
      revision: 11,
      epoch: 7,
    });
    const other = { ...withToken('other'), registerId: 'another register' };
    await rows.saveIdentity(null, { registration: other, revision: 12, epoch: 1 });
    expect(await device.connect().readIdentity()).toEqual({ registration: other, revision: 12, epoch: 1 });
  });

  test('gives records back in order, from any place, newest first, by id and by sale', async () => {
    await rows.addRecords('tab-1', [...records(3), ...records(2, { epoch: 2 })]);
    const other = device.connect();
    expect(ids(await other.readSlice({ registerId: REGISTER, epoch: 1, seq: 2 }, 10))).toEqual(['1-2', '1-3']);
    expect(ids(await other.readSlice({ registerId: REGISTER, epoch: 1, seq: 1 }, 2))).toEqual(['1-1', '1-2']);
    expect(await other.readSeqs({ registerId: REGISTER, epoch: 1, seq: 2 })).toEqual([2, 3]);
    expect(ids(await other.readNewest(REGISTER, 3))).toEqual(['2-2', '2-1', '1-3']);
    expect((await other.findById('1-2'))?.event.id).toBe('1-2');
    expect((await other.findRecord('sale-of-1-3'))?.event.id).toBe('1-3');
    expect([await other.findById('x'), await other.findRecord('x')]).toEqual([null, null]);
    expect(await other.readNewest('register-2', 3)).toEqual([]);
  });

  test('a record whose place or id is taken takes the whole transaction with it', async () => {
    const chain = records(3);
    await rows.addRecords('tab-1', chain.slice(0, 2));
    await expect(rows.addRecords('tab-1', chain.slice(1))).rejects.toMatchObject({
      name: expect.stringMatching(TAKEN),
    });
    expect(ids(await rows.findMissing(chain))).toEqual(['1-3']);
    const [, , third] = records(3, { soldAt: '2026-03-15T00:00:00.000Z' });
    await rows.addRecords('tab-1', chain.slice(2));
    expect(ids(await rows.findMissing(third === undefined ? [] : [third]))).toEqual(['1-3']);
  });

  test('marks go up or down as they are told, and the extents say what is left', async () => {
    await rows.addRecords('tab-1', [...records(4), ...records(2, { epoch: 3 })]);
    await rows.moveSent({ direction: 'up', epoch: 1, seq: 3, noteworthy: [] });
    await rows.moveSent({ direction: 'up', epoch: 1, seq: 2, noteworthy: [] });
    expect(await rows.readExtents(REGISTER)).toEqual([
      { epoch: 1, lastSeq: 4, sentThrough: 3 },
      { epoch: 3, lastSeq: 2, sentThrough: 0 },
    ]);
    await rows.moveSent({ direction: 'down', epoch: 1, seq: 1, noteworthy: [] });
    await rows.raiseSent([
      { registerId: REGISTER, epoch: 1, seq: 0 },
      { registerId: REGISTER, epoch: 3, seq: 1 },
    ]);
    expect((await rows.readExtents(REGISTER)).map(({ sentThrough }) => sentThrough)).toEqual([1, 1]);
  });

  test('counts what the server keeps for a person, once each', async () => {
    const noteworthy = [
      { id: '1-2', seq: 2, status: 'quarantined' as const, reason: 'shape' },
      { id: '1-3', seq: 3, status: 'accepted' as const, flags: ['oversold'] },
    ];
    await rows.moveSent({ direction: 'up', epoch: 1, seq: 3, noteworthy });
    await rows.moveSent({ direction: 'up', epoch: 1, seq: 3, noteworthy });
    expect([await rows.countQuarantined(REGISTER), await rows.countQuarantined('register-2')]).toEqual([1, 0]);
  });

  test('only the tab that holds the till may write', async () => {
    await rows.claim('tab-2', null);
    await expect(rows.addRecords('tab-1', records(1))).rejects.toThrow(WriterReplaced);
    await expect(rows.reclaim('tab-1', null)).rejects.toThrow(WriterReplaced);
    await expect(rows.addSaleEvent('tab-1', 's', { position: 0, event: scan, begunAt })).rejects.toThrow(
      WriterReplaced,
    );
    expect(await rows.readNewest(REGISTER, 1)).toEqual([]);
  });

  test('one that was emptied takes nothing before it was claimed again', async () => {
    rows.close();
    await device.wipe();
    const again = device.connect();
    await expect(again.addRecords('tab-1', records(1))).rejects.toThrow(DatabaseWiped);
    await again.reclaim('tab-1', identity);
    await again.addRecords('tab-1', records(1));
    expect(ids(await again.readNewest(REGISTER, 1))).toEqual(['1-1']);
  });

  test('an open sale is kept event by event, and goes when it has become a completed one', async () => {
    await rows.addSaleEvent('tab-1', 'sale-of-1-2', { position: 0, event: scan, begunAt });
    await rows.addSaleEvent('tab-1', 'sale-of-1-2', { position: 1, event: scan, begunAt });
    await expect(
      rows.addSaleEvent('tab-1', 'sale-of-1-2', { position: 1, event: scan, begunAt }),
    ).rejects.toMatchObject({
      name: expect.stringMatching(TAKEN),
    });
    expect(await rows.loadOpenSale()).toEqual({ saleId: 'sale-of-1-2', events: [scan, scan], begunAt });
    await rows.replaceOpenSale('tab-1', { saleId: 'sale-of-1-2', events: [scan], begunAt });
    expect((await rows.loadOpenSale())?.events).toHaveLength(1);
    await rows.addRecords('tab-1', records(2));
    expect(await rows.loadOpenSale()).toBeNull();
  });

  test('keep one open sale: with another one, the one before is forgotten', async () => {
    await rows.claim('tab-1', null);
    await rows.addSaleEvent('tab-1', 'left', { position: 0, event: scan, begunAt });
    await rows.addSaleEvent('tab-1', 'next', { position: 0, event: scan, begunAt });
    await rows.replaceOpenSale('tab-1', { saleId: 'next', events: [], begunAt });
    expect(await rows.loadOpenSale()).toBeNull();
    await rows.addSaleEvent('tab-1', 'left', { position: 0, event: scan, begunAt });
    await rows.replaceOpenSale('tab-1', { saleId: 'next', events: [scan], begunAt });
    await rows.replaceOpenSale('tab-1', { saleId: 'another', events: [], begunAt });
    expect((await rows.loadOpenSale())?.saleId).toBe('next');
    await rows.replaceOpenSale('tab-1', { saleId: 'next', events: [], begunAt });
    expect(await rows.loadOpenSale()).toBeNull();
  });

  test('prunes what is confirmed and old, and nothing else', async () => {
    await rows.addRecords('tab-1', records(4, { soldAt: '2026-01-01T00:00:00.000Z' }));
    // The first one, of another day, is not old.
    const through = { registerId: REGISTER, epoch: 1, seq: 2 };
    expect(await rows.prune('tab-1', through, '2026-01-01T00:00:00.000Z')).toBe(0);
    expect(await rows.prune('tab-1', through, '2026-02-01T00:00:00.000Z')).toBe(1);
    expect(await rows.readSeqs({ ...through, seq: 1 })).toEqual([1, 3, 4]);
    expect(await rows.readExtents(REGISTER)).toEqual([{ epoch: 1, lastSeq: 4, sentThrough: 0 }]);
  });
});
