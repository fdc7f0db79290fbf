import { beforeEach, describe, expect, test, vi } from 'vitest';
import { verifyEvent } from '#core/journal/chain.ts';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import { MAX_PUSH_BYTES } from '#protocol/sync.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryBlockFile } from '#testkit/memory-block-file.ts';
import { MemoryFolder } from '#testkit/memory-folder.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { FileBusy } from './block-file.ts';
import { DexieRows } from './dexie-rows.ts';
import { JournalDatabase } from './journal-database.ts';
import { JournalTables } from './journal-tables.ts';
import { localJournalFile } from './journal-file.ts';
import { DatabaseOutbox } from './outbox.ts';
import { SLOT_BYTES } from './slot-format.ts';
import { openTillStore } from './open-till-store.ts';
import { takeUp } from './take-up.ts';
import { type DrainableTillStore, EnrolmentRefused, StorageRefused } from './till-store.ts';

const LIMITS = { events: 500, bytes: MAX_PUSH_BYTES };
const HALF_A_MINUTE = 30_001;

let device: TestDevice;
let store: DrainableTillStore;

beforeEach(async () => {
  // Dexie tells the console of each fault that is made here on purpose.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  device = new TestDevice();
  store = await device.open();
  await store.enrol(enrolmentOf());
});

async function sell(...ids: string[]): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (const id of ids) {
    events.push(await store.commit(id, saleCompleted(id)));
  }
  return events;
}

async function restart(): Promise<DrainableTillStore> {
  device.crash();
  store = await device.open();
  return store;
}

async function ids(): Promise<string[]> {
  const events = await store.recentEvents(1000);
  return events.filter((event) => event.type !== 'data.restored').map((event) => event.id);
}

/** What the file holds, as another program would read it. */
async function idsInFile(): Promise<string[]> {
  const file = localJournalFile(device.folder.snapshot());
  const records = await file.read(await file.open());
  return records.map(({ event }) => event.id).sort();
}

async function idsInDatabase(): Promise<string[]> {
  const tables = new JournalTables(device.database);
  const rows = await tables.journal.toArray();
  tables.close();
  return rows.map(({ id }) => id).sort();
}

function failDatabase(failure: 'abort' | 'commit_and_fail' | 'die', failures = Number.POSITIVE_INFINITY): void {
  Object.assign(device.indexedDB.faults, { writesLeft: 0, failures, failure });
}

function mendDatabase(): void {
  device.indexedDB.faults.failures = 0;
  device.indexedDB.faults.opensFail = false;
}

function failFile(): void {
  device.folder.faults.callsLeft = 0;
}

function mendFile(): void {
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
}

/** The till over a database that takes no record; `asked` is called whenever it is to take one. */
function openWithoutWrites(asked: () => void): Promise<DrainableTillStore> {
  const ports = device.ports();
  const addRecords = () => {
    asked();
    return Promise.reject(new Error('no answer'));
  };
  const connectDatabase = () => Object.assign(ports.connectDatabase(), { addRecords });
  return openTillStore({ ...ports, connectDatabase });
}

async function wipeDatabase(): Promise<void> {
  device.indexedDB.deleteDatabase('journal');
  await new JournalTables(device.database).open();
}

describe('a till that works', () => {
  test('is no register before it is enrolled, and writes nothing', async () => {
    const fresh = await new TestDevice().open();
    expect(fresh.registration).toBeNull();
    await expect(fresh.commit('a', saleCompleted('a'))).rejects.toMatchObject({ reason: 'not_enrolled' });
    expect(await fresh.outbox.nextBatch(LIMITS, [])).toBeNull();
  });

  test('writes each event into both copies before it says so', async () => {
    await sell('a', 'b');
    expect(store.mode).toBe('both');
    expect(await idsInFile()).toEqual(['a', 'b']);
    expect(await idsInDatabase()).toEqual(['a', 'b']);
  });

  test('asks for a strict transaction each time: no other one survives a power cut', async () => {
    await sell('a');
    await store.appendSaleEvent('s', { type: 'sale.noted', note: null });
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    expect([...device.indexedDB.durabilities]).toEqual(['strict']);
  });

  test('numbers and chains the events', async () => {
    const [a, b] = await sell('a', 'b');
    expect([a?.seq, b?.seq]).toEqual([1, 2]);
    expect(b?.prev_hash).toBe(a?.hash);
    expect(b?.body).toMatchObject({ transaction_number: 'POS-2026-T01-000002' });
  });

  test('tells each next event when the last one happened, also after a restart and in a new epoch', async () => {
    const told: (string | null)[] = [];
    const sellAt = (id: string, soldAt: string) =>
      store.commit(id, (place) => {
        told.push(place.newestAt);
        return saleCompleted(id, { soldAt })(place);
      });
    await sellAt('a', '2026-03-14T15:00:00.000Z');
    await sellAt('b', '2026-03-14T14:00:00.000Z');
    await restart();
    await sellAt('c', '2026-03-14T16:00:00.000Z');
    await store.outbox.startEpoch(2);
    await sellAt('d', '2026-03-14T17:00:00.000Z');
    expect(told).toEqual([null, '2026-03-14T15:00:00.000Z', '2026-03-14T14:00:00.000Z', '2026-03-14T16:00:00.000Z']);
  });

  test('the file really has its 8 MiB after enrolment', () => {
    expect(device.folder.files.get('journal')?.size()).toBe(8 * 1024 * 1024);
  });

  test('goes on after a restart where it was, with register, drawer and numbers', async () => {
    await store.commit('d', drawerOpened('d', '50.00'));
    await store.commit('a', saleCompleted('a', { total: '3.50' }));
    await restart();
    expect(store.bootReport).toEqual({ restored: 0, cause: 'clean' });
    expect(store.registration?.registerCode).toBe('T01');
    expect(store.drawer).toMatchObject({ openingFloat: '50.00', cashSales: '3.50', expectedCash: '53.50' });
    const [b] = await sell('b');
    expect([b?.epoch, b?.seq]).toEqual([1, 3]);
    expect(b?.body).toMatchObject({ transaction_number: 'POS-2026-T01-000002' });
  });

  test('finds a sale by its journal id and by its own', async () => {
    await store.commit('a', saleCompleted('a', { saleId: 'sale-7' }));
    expect((await store.findEvent('a'))?.seq).toBe(1);
    expect((await store.findEvent('sale-7'))?.seq).toBe(1);
    expect(await store.findEvent('sale-8')).toBeNull();
  });

  test('tells its listeners, and other tabs, of each event', async () => {
    const here = vi.fn<() => void>();
    const there = vi.fn<() => void>();
    store.subscribe(here);
    device.channel().subscribe(there);
    await sell('a');
    expect(here).toHaveBeenCalled();
    expect(there).toHaveBeenCalledWith({ type: 'journal_changed' });
  });
});

describe('one id is one event', () => {
  test('a double press gives one sale', async () => {
    const [first, second] = await Promise.all([
      store.commit('a', saleCompleted('a')),
      store.commit('a', saleCompleted('a', { total: '9.99' })),
    ]);
    expect(second).toEqual(first);
    expect(await ids()).toEqual(['a']);
  });

  test('also after a restart', async () => {
    const [first] = await sell('a');
    await restart();
    expect(await store.commit('a', saleCompleted('a', { total: '9.99' }))).toEqual(first);
    expect(await ids()).toEqual(['a']);
  });

  test('a build that throws leaves nothing behind', async () => {
    await expect(
      store.commit('a', () => {
        throw new Error('no such tender');
      }),
    ).rejects.toThrow('no such tender');
    const [b] = await sell('b');
    expect(b?.seq).toBe(1);
  });
});

const opened: SaleEvent = {
  type: 'sale.opened',
  saleId: 's',
  currency: 'USD',
  cashierId: 'ana',
  at: '2026-03-14T15:00:00Z',
};

describe('the open sale', () => {
  const noted: SaleEvent = { type: 'sale.noted', note: 'no bag' };

  test('survives a restart, event by event', async () => {
    await store.appendSaleEvent('s', opened);
    await store.appendSaleEvent('s', noted);
    await restart();
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
    await store.appendSaleEvent('s', noted);
    await restart();
    expect(await store.loadOpenSale()).toEqual([opened, noted, noted]);
  });

  test('is gone once it is paid, in the same step', async () => {
    await store.appendSaleEvent('s', opened);
    await store.commit('a', saleCompleted('a', { saleId: 's' }));
    expect(await store.loadOpenSale()).toEqual([]);
    await restart();
    expect(await store.loadOpenSale()).toEqual([]);
  });

  test('is gone when it is given up', async () => {
    await store.appendSaleEvent('s', opened);
    await store.discardOpenSale('s');
    await restart();
    expect(await store.loadOpenSale()).toEqual([]);
  });

  test('an event that was written although an error came back is not written twice', async () => {
    await store.appendSaleEvent('s', opened);
    failDatabase('commit_and_fail', 1);
    await store.appendSaleEvent('s', noted);
    expect(store.mode).toBe('both');
    await restart();
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
  });

  test('goes on in the file while the database is down, also what is given up and begun meanwhile', async () => {
    await store.appendSaleEvent('s', opened);
    failDatabase('abort');
    await store.appendSaleEvent('s', noted);
    await restart();
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
    await store.discardOpenSale('s');
    await restart();
    expect(await store.loadOpenSale()).toEqual([]);
    await store.appendSaleEvent('t', { ...opened, saleId: 't' });
    await restart();
    expect(await store.loadOpenSale()).toEqual([{ ...opened, saleId: 't' }]);
    mendDatabase();
    await restart();
    expect(await store.loadOpenSale()).toEqual([{ ...opened, saleId: 't' }]);
    await store.commit('a', saleCompleted('a', { saleId: 't' }));
    failFile();
    await restart();
    expect(await store.loadOpenSale()).toEqual([]);
  });

  test('what the file was told before the database was is not taken for newer', async () => {
    failDatabase('abort');
    await store.appendSaleEvent('s', opened);
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    failFile();
    await store.commit('a', saleCompleted('a', { saleId: 's' }));
    await store.appendSaleEvent('t', { ...opened, saleId: 't' });
    mendFile();
    await restart();
    expect(await store.loadOpenSale(await store.recentEvents(10))).toEqual([{ ...opened, saleId: 't' }]);
  });

  test('on a full disk it goes on in memory alone, and no key waits for that', async () => {
    failDatabase('abort');
    device.folder.faults.capacity = 0;
    await store.appendSaleEvent('s', opened);
    await store.appendSaleEvent('s', noted);
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
  });

  test('goes on in memory while the database is down, and into it when it is back', async () => {
    failDatabase('abort');
    await store.appendSaleEvent('s', opened);
    await store.appendSaleEvent('s', noted);
    expect(store.mode).toBe('file_only');
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    await restart();
    expect(await store.loadOpenSale()).toEqual([opened, noted]);
  });
});

describe('the database fails', () => {
  test('an error from a transaction that was committed makes no second sale', async () => {
    failDatabase('commit_and_fail');
    const [a] = await sell('a');
    mendDatabase();
    const [b] = await sell('b');
    expect([a?.seq, b?.seq]).toEqual([1, 2]);
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a', 'b']);
  });

  test('a dead connection is opened anew', async () => {
    failDatabase('die', 1);
    await sell('a');
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a']);
  });

  test('the till sells on with the file alone, says so, and fills the database later', async () => {
    failDatabase('abort');
    await sell('a', 'b');
    expect(store.mode).toBe('file_only');
    expect(await store.unsent()).toMatchObject({ events: 2, sales: 2, amount: '2.00' });
    expect(await ids()).toEqual(['b', 'a']);
    expect((await store.outbox.nextBatch(LIMITS, []))?.events.map(({ id }) => id)).toEqual(['a', 'b']);

    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await sell('c');
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a', 'b', 'c']);
  });

  test('what only the file took is put back at the next start, and noted', async () => {
    await sell('a');
    failDatabase('abort');
    await sell('b');
    mendDatabase();
    await restart();
    expect(store.bootReport).toEqual({ restored: 1, cause: 'database_short' });
    expect(store.mode).toBe('both');
    const [note] = await store.recentEvents(1);
    expect(note).toMatchObject({
      type: 'data.restored',
      seq: 3,
      body: { cause: 'database_short', events_restored: 1, previous_epoch: 1, previous_seq: 2 },
    });
    expect(await idsInDatabase()).toEqual(expect.arrayContaining(['a', 'b']));
  });

  test('it cannot be opened at all: the till starts from the file', async () => {
    await store.commit('d', drawerOpened('d'));
    await sell('a');
    device.indexedDB.faults.opensFail = true;
    await restart();
    expect(store.mode).toBe('file_only');
    expect(store.registration?.registerId).toBe('register-1');
    expect(store.drawer?.salesCount).toBe(1);
    const [b] = await sell('b');
    // The database may hold what comes after these.
    expect(b).toMatchObject({ epoch: 3, seq: 1 });

    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a', 'b', 'd']);
  });

  test.each(Array.from({ length: 16 }, (_, at) => at))(
    'it stops answering at read no. %i of the start: the till opens all the same, and sells',
    async (readsLeft) => {
      await store.commit('d', drawerOpened('d'));
      await sell('a');
      device.indexedDB.faults.readsLeft = readsLeft;
      await restart();
      expect(store.drawer?.salesCount).toBe(1);
      await sell('b');
      device.indexedDB.faults.readsLeft = Number.POSITIVE_INFINITY;
      await restart();
      expect(await ids()).toEqual(['b', 'a', 'd']);
    },
  );

  test("it is emptied behind the app's back: register, events, drawer and numbers come back from the file", async () => {
    await store.commit('d', drawerOpened('d'));
    await sell('a', 'b');
    await wipeDatabase();
    await restart();
    expect(store.bootReport).toEqual({ restored: 3, cause: 'database_short' });
    expect(store.registration?.registerCode).toBe('T01');
    expect(store.drawer?.salesCount).toBe(2);
    const [c] = await sell('c');
    expect(c).toMatchObject({ epoch: 1, seq: 5, body: { transaction_number: 'POS-2026-T01-000003' } });
  });

  test('it is emptied while the till runs: it is filled again at once', async () => {
    await sell('a');
    await wipeDatabase();
    await sell('b');
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a', 'b']);
  });

  test('it hangs: the till waits a while and sells on with the file', async () => {
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      device.indexedDB.faults.hangs = true;
      const selling = sell('a');
      await vi.waitFor(async () => {
        vi.advanceTimersByTime(10_000);
        await Promise.race([selling, Promise.reject(new Error('still selling'))]);
      });
      expect(store.mode).toBe('file_only');
      expect(await idsInFile()).toEqual(['a']);
    } finally {
      vi.useRealTimers();
    }
  });
});

describe('the file fails', () => {
  test('the till sells on with the database alone, says so, and fills the file later', async () => {
    failFile();
    await sell('a', 'b');
    expect(store.mode).toBe('database_only');
    expect(await idsInFile()).toEqual([]);
    mendFile();
    device.clock.now += HALF_A_MINUTE;
    await sell('c');
    expect(store.mode).toBe('both');
    expect(await idsInFile()).toEqual(['a', 'b', 'c']);
  });

  test("it is deleted behind the app's back: what is unsent is written again", async () => {
    await sell('a', 'b');
    device.crash();
    device.folder.wipe();
    store = await device.open();
    expect(store.bootReport).toEqual({ restored: 2, cause: 'file_short' });
    expect(await idsInFile()).toEqual(expect.arrayContaining(['a', 'b']));
  });

  test('one of its slots is damaged: that event is written again', async () => {
    await sell('a', 'b', 'c');
    device.crash();
    const disk = await device.folder.open('journal');
    disk.write(100, Uint8Array.of(0, 0, 0, 0));
    disk.flush();
    disk.close();
    store = await device.open();
    expect(store.bootReport).toEqual({ restored: 1, cause: 'file_short' });
    expect(await idsInFile()).toEqual(expect.arrayContaining(['a', 'b', 'c']));
  });

  test('what the server has confirmed is not missed', async () => {
    await sell('a', 'b');
    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    device.crash();
    device.folder.wipe();
    store = await device.open();
    expect(store.bootReport.cause).toBe('clean');
  });

  test('another tab has it: this one does not start', async () => {
    await expect(device.open()).rejects.toThrow(FileBusy);
    await store.close();
    store = await device.open();
    expect(store.registration).not.toBeNull();
  });
});

describe('neither copy takes it', () => {
  test('it is refused, nothing is done, and the same id may be tried again', async () => {
    await sell('a');
    failFile();
    failDatabase('abort');
    await expect(sell('b')).rejects.toThrow(StorageRefused);
    expect(await idsInDatabase()).toEqual(['a']);
    expect(await idsInFile()).toEqual(['a']);

    mendFile();
    mendDatabase();
    const [c] = await sell('c');
    const [b] = await sell('b');
    expect([c?.seq, b?.seq]).toEqual([2, 3]);
    expect(store.mode).toBe('both');
    await restart();
    expect(store.bootReport.cause).toBe('clean');
  });

  test('the database may have it but cannot say, and the file fails: nothing more is written until one can', async () => {
    failFile();
    failDatabase('commit_and_fail');
    device.indexedDB.faults.opensFail = true;
    await expect(sell('a')).rejects.toMatchObject({ reason: 'unclear' });
    await expect(sell('a')).rejects.toMatchObject({ reason: 'unclear' });
    await expect(sell('b')).rejects.toMatchObject({ reason: 'unreachable' });
    await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'unreachable' });

    mendDatabase();
    const [b] = await sell('b');
    const [a] = await sell('a');
    expect([a?.seq, b?.seq]).toEqual([1, 2]);
    expect(await ids()).toEqual(['b', 'a']);
    mendFile();
    device.clock.now += 31_000;
    await sell('c');
    expect(await idsInFile()).toEqual(['a', 'b', 'c']);
  });

  test.each(['commit_and_fail', 'die'] as const)(
    'the database may have it but cannot say (%s): the file takes it, and the till sells on',
    async (failure) => {
      failFile();
      failDatabase(failure);
      device.indexedDB.faults.opensFail = true;
      await expect(sell('a')).rejects.toMatchObject({ reason: 'unclear' });
      mendFile();

      const [b] = await sell('b');
      const [a] = await sell('a');
      expect(store.mode).toBe('file_only');
      expect([a?.seq, b?.seq]).toEqual([1, 2]);
      expect(await idsInFile()).toEqual(['a', 'b']);

      mendDatabase();
      device.clock.now += 31_000;
      const [c] = await sell('c');
      expect(store.mode).toBe('both');
      expect(c?.seq).toBe(3);
      expect(await ids()).toEqual(['c', 'b', 'a']);
      await restart();
      expect(store.bootReport.cause).toBe('clean');
    },
  );

  test('the file that is to take it fails once more, and the database turns out not to have it: it is refused for certain', async () => {
    failFile();
    failDatabase('die');
    device.indexedDB.faults.opensFail = true;
    await expect(sell('a')).rejects.toMatchObject({ reason: 'unclear' });
    await expect(sell('b')).rejects.toMatchObject({ reason: 'unreachable' });
    mendFile();
    mendDatabase();
    const [b] = await sell('b');
    expect(b?.seq).toBe(1);
    expect(await ids()).toEqual(['b']);
    expect(await idsInFile()).toEqual(['b']);
  });
});

describe('numbers are never used twice', () => {
  test('when both copies are behind what was once reached, a new epoch begins', async () => {
    await sell('a', 'b');
    device.localStorage = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 5, hash: '' });
    await restart();
    expect(store.bootReport.cause).toBe('not_provable');
    const [note] = await store.recentEvents(1);
    expect(note).toMatchObject({
      type: 'data.restored',
      epoch: 2,
      seq: 1,
      body: { cause: 'not_provable', previous_epoch: 1, previous_seq: 5 },
    });
    const [c] = await sell('c');
    expect(c).toMatchObject({ epoch: 2, seq: 2, body: { transaction_number: 'POS-2026-T01-000001' } });
    await restart();
    expect(store.bootReport.cause).toBe('clean');
  });

  test('that is said at each start, until something could be written in that epoch', async () => {
    await sell('a');
    device.localStorage = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 5, hash: '' });
    device.crash();
    failDatabase('abort');
    const full = device.ports();
    Object.assign(full.journalFile, { append: () => Promise.reject(new Error('no room')) });
    store = await openTillStore(full);
    expect(store.bootReport.cause).toBe('not_provable');
    mendDatabase();
    await restart();
    expect(store.bootReport.cause).toBe('not_provable');
    expect((await store.recentEvents(1))[0]).toMatchObject({
      epoch: 3,
      seq: 1,
      body: { cause: 'not_provable', previous_epoch: 1, previous_seq: 5 },
    });
    await restart();
    expect(store.bootReport.cause).toBe('clean');
  });

  test('a tab that another one has replaced over its start writes nothing, not even that', async () => {
    await sell('a');
    const mark = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 5, hash: '' });
    device.localStorage = mark;
    device.crash();
    store = await openTillStore({ ...device.ports(), isHeld: () => false });
    await expect(sell('b')).rejects.toMatchObject({ reason: 'other_tab' });
    expect([await ids(), await idsInFile(), device.localStorage]).toEqual([['a'], ['a'], mark]);
  });

  test('nor does it take the database, or a new epoch, from the one that has the till', async () => {
    await sell('a');
    device.localStorage = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 5, hash: '' });
    device.crash();
    const second = await device.open();
    const ports = { ...device.ports(), isHeld: () => false };
    Object.assign(ports.journalFile, { open: () => Promise.reject(new Error('no such files here')) });
    const replaced = await openTillStore(ports);
    await replaced.assertRoomToSell().catch(() => null);
    await replaced.outbox.position().catch(() => null);
    expect((await second.commit('b', saleCompleted('b'))).epoch).toBe(2);
    expect(second.mode).toBe('both');
  });

  test('nor when they hold another event under the number that was reached', async () => {
    await sell('a');
    device.localStorage = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 1, hash: 'of another event' });
    await restart();
    expect(store.bootReport.cause).toBe('not_provable');
    expect((await sell('b'))[0]?.epoch).toBe(2);
  });

  test('not even the number of an event that may be in a database that cannot be read', async () => {
    failFile();
    failDatabase('commit_and_fail');
    device.indexedDB.faults.opensFail = true;
    await expect(sell('a')).rejects.toThrow(StorageRefused);
    await restart();
    const [b] = await sell('b');
    expect(b).toMatchObject({ epoch: 3, seq: 2, body: { transaction_number: 'POS-2026-T01-000001' } });
    mendDatabase();
    await restart();
    expect(await ids()).toEqual(['b', 'a']);
  });

  test('nor the first one of an epoch that only a silent copy knows, though its mark went with the power', async () => {
    const withoutFile = async () => {
      device.crash();
      vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
      store = await device.open();
      return store.bootReport.cause;
    };
    await sell('a');
    const mark = JSON.stringify({ registerId: 'register-1', epoch: 1, seq: 5, hash: '' });
    device.localStorage = mark;
    expect(await withoutFile()).toBe('not_provable');
    device.localStorage = mark;
    expect(await withoutFile()).toBe('clean');
    device.indexedDB.faults.opensFail = true;
    await restart();
    expect((await sell('b'))[0]).toMatchObject({ epoch: 3 });
    mendDatabase();
    await restart();
    expect((await store.recentEvents(10)).map(({ epoch }) => epoch)).toEqual([3, 3, 3, 2, 1]);
  });

  test('the mark names what the file has before the database is asked, which may take its time', async () => {
    device.crash();
    const marks: (string | null)[] = [];
    store = await openWithoutWrites(() => marks.push(device.localStorage));
    const [a] = await sell('a');
    expect(marks.map((mark) => (JSON.parse(mark ?? '{}') as { hash: string }).hash)).toContain(a?.hash);
  });

  test('the drawer stays open across epochs', async () => {
    await store.commit('d', drawerOpened('d', '20.00'));
    await store.outbox.startEpoch(4);
    const [a] = await sell('a');
    expect(a).toMatchObject({ epoch: 4, seq: 1 });
    expect(store.drawer?.expectedCash).toBe('21.00');
  });

  test('an epoch given to the service worker is used by the page', async () => {
    await sell('a');
    const worker = device.channel();
    const tables = new JournalTables(device.database);
    const identity = await tables.meta.get('identity');
    await tables.meta.put({
      key: 'identity',
      value: { ...Object(identity?.value), epoch: 3, revision: device.clock.now + 1 },
    });
    tables.close();
    worker.post({ type: 'journal_changed' });
    const [b] = await sell('b');
    expect(b).toMatchObject({ epoch: 3, seq: 1 });
  });

  test('a new enrolment goes on in the epoch the server gives, with everything that is unsent', async () => {
    await sell('a');
    await store.enrol(enrolmentOf({ epoch: 2 }));
    const [b] = await sell('b');
    expect(b).toMatchObject({ epoch: 2, seq: 1 });
    expect((await store.unsent()).events).toBe(2);
  });

  test('a device cannot become another register while it holds unsent events', async () => {
    await sell('a');
    await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toThrow(EnrolmentRefused);
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    const [b] = await sell('b');
    expect(b).toMatchObject({ register_id: 'register-2', epoch: 1, seq: 1 });
  });

  test('as the same one it may, with the database away: that has everything once it is back', async () => {
    failDatabase('die');
    device.indexedDB.faults.opensFail = true;
    await sell('a', 'b');
    await store.enrol(enrolmentOf({ epoch: 1 }));
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await sell('c');
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a', 'b', 'c']);
  });

  test('nor while the database may have an event and cannot say', async () => {
    failFile();
    failDatabase('commit_and_fail');
    device.indexedDB.faults.opensFail = true;
    await expect(sell('a')).rejects.toMatchObject({ reason: 'unclear' });
    mendFile();
    const unseen = { reason: 'unreachable' };
    await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toMatchObject(unseen);
    expect(store.registration?.registerId).toBe('register-1');
    mendDatabase();
    await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toThrow(EnrolmentRefused);
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    const [b] = await sell('b');
    expect(b).toMatchObject({ register_id: 'register-2', epoch: 1, seq: 1 });
  });

  test('nor while its file, which alone may have an event, does not answer', async () => {
    failDatabase('die');
    device.indexedDB.faults.opensFail = true;
    await sell('a');
    mendDatabase();
    device.crash();
    const silent = vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
    store = await device.open();
    const unseen = { reason: 'unreachable' };
    await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toMatchObject(unseen);
    silent.mockRestore();
    await expect(store.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toThrow(EnrolmentRefused);
    expect(await ids()).toContain('a');
    for (const { epoch, lastSeq: seq } of (await store.outbox.position())?.epochs ?? []) {
      await store.outbox.confirm({ epoch, seq, noteworthy: [] });
    }
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    expect(store.registration?.registerId).toBe('register-2');
  });

  test('nor while the database, held back on a full disk, has not got what the file has; it may once there is room', async () => {
    device.folder.faults.capacity = 0;
    device.clock.now += 31_000;
    await store.assertRoomToSell();
    await sell('a');
    expect(store.mode).toBe('file_only');
    await expect(store.assertMayBecomeAnother()).rejects.toMatchObject({ reason: 'unreachable' });
    device.folder.faults.capacity = Number.POSITIVE_INFINITY;
    await expect(store.assertMayBecomeAnother()).rejects.toThrow(EnrolmentRefused);
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    await store.assertMayBecomeAnother();
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    expect((await sell('b'))[0]).toMatchObject({ register_id: 'register-2', seq: 1 });
  });

  test('nor where a damaged row leaves it unknown how much is unsent', async () => {
    const unsent = vi.spyOn(store, 'unsent');
    unsent.mockResolvedValueOnce({ ...(await store.unsent()), events: Number.NaN });
    await expect(store.assertMayBecomeAnother()).rejects.toThrow(EnrolmentRefused);
    await store.assertMayBecomeAnother();
  });

  test('a register of the same name in another organisation is another one', async () => {
    const elsewhere = { ...enrolmentOf(), organisation: { organisation_id: 'org-2', name: 'Otra' } };
    await sell('a');
    await expect(store.enrol(elsewhere)).rejects.toThrow(EnrolmentRefused);
    expect(store.registration?.organisationId).toBe('org-1');
  });

  test('a browser that has no files can become another register by its database alone', async () => {
    const bare = new TestDevice();
    vi.spyOn(bare.folder, 'open').mockRejectedValue(new Error('no such thing'));
    const ports = { ...bare.ports(), hasFiles: false };
    const only = await openTillStore(ports);
    await only.enrol(enrolmentOf());
    await only.commit('a', saleCompleted('a'));
    await expect(only.enrol(enrolmentOf({ registerId: 'register-2' }))).rejects.toThrow(EnrolmentRefused);
    await only.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    await only.enrol(enrolmentOf({ registerId: 'register-2' }));
    expect(only.registration?.registerId).toBe('register-2');
  });
});

describe('one writer', () => {
  test('a tab that lost the till to another one writes nothing more', async () => {
    await sell('a');
    const other = new TestDevice();
    other.indexedDB = device.indexedDB;
    other.clock.now += 1;
    const newer = await other.open();
    await expect(sell('b')).rejects.toMatchObject({ reason: 'other_tab' });
    expect(await idsInFile()).toEqual(['a']);
    await newer.close();
  });

  test('a tab that loses the till while it starts opens all the same, and writes nothing', async () => {
    await sell('a');
    device.crash();
    await wipeDatabase();
    const ports = device.ports();
    const connectDatabase = () => {
      const rows = ports.connectDatabase();
      const addRecords = rows.addRecords.bind(rows);
      rows.addRecords = async (writer, records) => {
        await rows.claim('another tab', null);
        return addRecords(writer, records);
      };
      return rows;
    };
    store = await openTillStore({ ...ports, connectDatabase });
    await expect(sell('b')).rejects.toMatchObject({ reason: 'other_tab' });
    expect(await idsInFile()).toEqual(['a']);
  });

  test('old code does not write into the rows of a newer version; the file keeps what is sold', async () => {
    const tables = new JournalTables(device.database);
    await tables.meta.put({ key: 'schema_gen', value: 2 });
    tables.close();
    await sell('a');
    expect(store.mode).toBe('file_only');
    expect(await idsInDatabase()).toEqual([]);
    expect(await idsInFile()).toEqual(['a']);
  });

  test('after it is closed it refuses', async () => {
    await store.close();
    await expect(sell('a')).rejects.toThrow(StorageRefused);
  });
});

describe('room to sell', () => {
  test('a full disk: the preallocated slots go on, and IndexedDB is not touched', async () => {
    device.folder.faults.capacity = 0;
    await store.assertRoomToSell();
    const writes = device.indexedDB.faults.writes;
    await sell('a');
    expect(store.mode).toBe('file_only');
    expect(device.indexedDB.faults.writes).toBe(writes);

    device.folder.faults.capacity = Number.POSITIVE_INFINITY;
    await store.assertRoomToSell();
    expect(store.mode).toBe('both');
    expect(await idsInDatabase()).toEqual(['a']);
  });

  test('no room and no slots: refused before money is taken', async () => {
    device.crash();
    device.folder.files.get('journal')?.truncate(70 * SLOT_BYTES);
    device.folder.faults.capacity = 0;
    store = await device.open();
    await store.assertRoomToSell();
    await store.commit('large', saleCompleted('large', { items: 50 }));
    expect(store.mode).toBe('file_only');
    await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'no_room' });
  });

  test('a file that has died is not a full disk: its free slots are no use, and the database goes on alone', async () => {
    failFile();
    await store.assertRoomToSell();
    expect(store.mode).toBe('database_only');
    const [sold] = await sell('a');
    expect(sold?.seq).toBe(1);
    expect(await idsInDatabase()).toEqual(['a']);
  });

  test('both have died: refused before money is taken, and not as a full disk', async () => {
    failFile();
    failDatabase('abort');
    await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'unreachable' });
    mendFile();
    mendDatabase();
    await store.assertRoomToSell();
    await sell('a');
    expect(store.mode).toBe('both');
  });

  test('a disk that gives no answer is not called full', async () => {
    const { journalFile, ...others } = new TestDevice().ports();
    const probe = () => new Promise<void>(() => null);
    const silent = await openTillStore({ ...others, journalFile: { ...journalFile, probe } });
    vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
    try {
      const asked = silent.hasRoom();
      await vi.advanceTimersByTimeAsync(10_000);
      expect(await asked).toBeNull();
    } finally {
      vi.useRealTimers();
    }
  });

  test('a disk whose room is being looked at for long keeps no scan waiting, and no second look is begun', async () => {
    const { journalFile, ...others } = device.ports();
    const probe = vi.fn<() => Promise<void>>(() => new Promise(() => null));
    await store.close();
    const slow = await openTillStore({ ...others, journalFile: { ...journalFile, probe } });
    void slow.hasRoom();
    void slow.hasRoom();
    await slow.appendSaleEvent('s', opened);
    expect(await slow.loadOpenSale()).toEqual([opened]);
    expect(probe).toHaveBeenCalledOnce();
  });

  test('the disk is not probed again for half a minute', async () => {
    await store.assertRoomToSell();
    const probe = device.folder.files.get('probe');
    const flushes = probe?.flushes ?? 0;
    await store.assertRoomToSell();
    expect(probe?.flushes).toBe(flushes);
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    expect(probe?.flushes).toBeGreaterThan(flushes);
  });

  test('a disk without room for the file refuses the enrolment', async () => {
    const small = new TestDevice();
    small.folder.faults.capacity = 1024 * 1024;
    const fresh = await small.open();
    await expect(fresh.enrol(enrolmentOf())).rejects.toMatchObject({ reason: 'no_room' });
    expect(fresh.registration).toBeNull();
  });
});

describe('what is unsent', () => {
  test('is counted over epochs, with the money and since when', async () => {
    await store.commit('d', drawerOpened('d'));
    await store.commit('a', saleCompleted('a', { total: '10.25', soldAt: '2026-03-14T15:01:00.000Z' }));
    await store.commit('b', saleCompleted('b', { total: '0.75', soldAt: '2026-03-14T15:02:00.000Z' }));
    await store.outbox.startEpoch(2);
    await store.commit('c', saleCompleted('c', { total: '5.00', soldAt: '2026-03-14T15:03:00.000Z' }));
    expect(await store.unsent()).toMatchObject({ events: 4, sales: 3, amount: '16.00', quarantined: 0 });

    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    expect(await store.unsent()).toMatchObject({
      events: 2,
      sales: 2,
      amount: '5.75',
      since: '2026-03-14T15:02:00.000Z',
      head: { epoch: 2, seq: 1 },
    });
    await store.outbox.confirm({ epoch: 1, seq: 3, noteworthy: [] });
    await store.outbox.confirm({
      epoch: 2,
      seq: 1,
      noteworthy: [{ id: 'c', seq: 1, status: 'quarantined', reason: '?' }],
    });
    expect(await store.unsent()).toMatchObject({ events: 0, sales: 0, amount: '0.00', since: null, quarantined: 1 });
  });

  test('a batch keeps to its limits, has no hole and is never empty', async () => {
    await sell('a', 'b', 'c');
    const first = await store.outbox.nextBatch({ events: 2, bytes: MAX_PUSH_BYTES }, []);
    expect(first?.events.map(({ id }) => id)).toEqual(['a', 'b']);
    const tiny = await store.outbox.nextBatch({ events: 500, bytes: 10 }, []);
    expect(tiny?.events.map(({ id }) => id)).toEqual(['a']);
    expect(await store.outbox.nextBatch(LIMITS, [1])).toBeNull();
  });

  test('a confirmation frees the slots, and one that is taken back protects them again', async () => {
    await sell('a', 'b');
    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    await store.outbox.rewind(1, 2);
    expect((await store.outbox.nextBatch(LIMITS, []))?.events.map(({ id }) => id)).toEqual(['b']);
    await store.outbox.rewind(1, 50);
    expect(await store.outbox.position()).toEqual({
      currentEpoch: 1,
      epochs: [{ epoch: 1, lastSeq: 2, sentThrough: 1 }],
    });
  });

  test('a device that is a till does not offer to become one where neither copy says which', async () => {
    await sell('a');
    device.crash();
    device.indexedDB.faults.opensFail = true;
    vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
    await expect(device.open()).rejects.toMatchObject({ reason: 'unreachable' });
    device.localStorage = null;
    expect((await device.open()).registration).toBeNull();
  });

  test('both copies count as two only when each has been given what the other one had before', async () => {
    failFile();
    await sell('a');
    mendFile();
    device.indexedDB.faults.opensFail = true;
    await restart();
    await sell('b');
    expect(await idsInFile()).not.toContain('a');
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    expect(store.mode).toBe('both');
    expect(await idsInFile()).toEqual(expect.arrayContaining(['a', 'b']));
    expect(await idsInDatabase()).toEqual(expect.arrayContaining(['a', 'b']));
  });

  test('where the copy that was read at the start answers no more, and the other lacks it, it is shown all the same', async () => {
    failFile();
    const [a] = await sell('a');
    device.crash();
    mendFile();
    device.folder = new MemoryFolder();
    device.folder.faults.capacity = 0;
    store = await openWithoutWrites(() => {
      device.indexedDB.faults.opensFail = true;
    });
    expect(store.mode).toBe('neither');
    expect(await store.recentEvents(10)).toEqual([a]);
    expect(await store.unsent()).toMatchObject({ events: 1, head: { epoch: 1, seq: 1, hash: a?.hash } });
    const newId = () => 'unused';
    const openBefore = 'sale-of-a';
    expect(await takeUp({ store, newId, isSeen: () => false, openBefore })).toEqual({
      open: [],
      unseen: a?.body,
      trouble: null,
    });
  });

  test('a database that comes back takes over from a file that died and gives nothing of what it knows to have', async () => {
    failDatabase('die');
    device.indexedDB.faults.opensFail = true;
    await sell('a', 'b');
    failFile();
    const reads = vi.spyOn(MemoryBlockFile.prototype, 'read').mockImplementation(() => {
      throw new Error('the disk is gone');
    });
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    await sell('c');
    expect(store.mode).toBe('database_only');
    expect(await idsInDatabase()).toEqual(['a', 'b', 'c']);

    reads.mockRestore();
    mendFile();
    device.clock.now += HALF_A_MINUTE;
    await store.assertRoomToSell();
    expect(store.mode).toBe('both');
    expect(await idsInFile()).toEqual(['a', 'b', 'c']);
  });

  test('where neither copy answered at the start, what is unsent is there as soon as one does, without a sale', async () => {
    await sell('a');
    device.crash();
    failDatabase('abort');
    vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
    store = await device.open();
    await expect(store.outbox.position()).rejects.toThrow('not open');
    mendDatabase();
    device.clock.now += HALF_A_MINUTE;
    expect(await store.outbox.position()).toMatchObject({ epochs: [{ epoch: 1, lastSeq: 1, sentThrough: 0 }] });
    expect((await store.outbox.nextBatch(LIMITS, []))?.events.map(({ id }) => id)).toContain('a');
  });

  test('pruning takes only what is confirmed and old, never the newest', async () => {
    await store.commit('old', saleCompleted('old', { soldAt: '2025-01-01T00:00:00Z' }));
    await store.commit('old-unsent', saleCompleted('old-unsent', { soldAt: '2025-01-02T00:00:00Z' }));
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    expect(await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 })).toBe(1);
    expect(await ids()).toEqual(['old-unsent']);
    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    expect(await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 })).toBe(0);
    await restart();
    expect((await sell('c'))[0]?.seq).toBe(3);
  });

  test('nor the numbers at the end that are to stay, however wrong the clock is or was', async () => {
    await sell('a', 'b');
    await store.outbox.startEpoch(2);
    await sell('c', 'd', 'e');
    await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
    await store.outbox.confirm({ epoch: 2, seq: 3, noteworthy: [] });
    const before = '2099-01-01T00:00:00Z';
    expect(await store.pruneConfirmed({ before, newest: 4 })).toBe(1);
    expect(await ids()).toEqual(['e', 'd', 'c', 'b']);
    expect(await store.pruneConfirmed({ before, newest: 2 })).toBe(2);
    expect(await ids()).toEqual(['e', 'd']);
    expect((await store.outbox.position())?.epochs).toEqual([{ epoch: 2, lastSeq: 3, sentThrough: 3 }]);
  });
});

describe('what the service worker did meanwhile', () => {
  /** As the worker does it: in the database, then a word to the pages. */
  async function byWorker(work: (outbox: DatabaseOutbox) => Promise<void>): Promise<void> {
    const database = new JournalDatabase(() => new DexieRows(device.database));
    const channel = device.channel();
    await work(new DatabaseOutbox(database, () => null));
    database.close();
    channel.post({ type: 'journal_changed' });
    await store.assertRoomToSell();
  }

  test('a confirmation counts for the file too, also when the database goes afterwards', async () => {
    await sell('a');
    await byWorker((outbox) => outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] }));
    failDatabase('abort');
    await sell('b');
    expect(store.mode).toBe('file_only');
    expect(await store.unsent()).toMatchObject({ events: 1, sales: 1 });
  });

  test('a server that lost confirmed events: those whose slots were used again are written into the file again', async () => {
    device.crash();
    device.folder.files.get('journal')?.truncate(12 * SLOT_BYTES);
    device.folder.faults.capacity = 0;
    store = await device.open();
    const early = Array.from({ length: 8 }, (_, at) => `early-${String(at)}`);
    await sell(...early);
    await store.outbox.confirm({ epoch: 1, seq: 8, noteworthy: [] });
    await sell(...Array.from({ length: 8 }, (_, at) => `late-${String(at)}`));
    expect(await idsInFile()).not.toContain('early-0');

    device.folder.faults.capacity = Number.POSITIVE_INFINITY;
    await byWorker((outbox) => outbox.rewind(1, 1));
    expect(await idsInFile()).toEqual(expect.arrayContaining(early));
  });
});

test('what is confirmed, and only the file still has, is gone on from, though nothing else knows of it', async () => {
  const mark = device.localStorage;
  await store.commit('d', drawerOpened('d'));
  await sell('a');
  await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
  device.crash();
  device.localStorage = mark;
  const tables = new JournalTables(device.database);
  await tables.journal.clear();
  tables.close();
  store = await device.open();
  expect(store.bootReport).toEqual({ restored: 2, cause: 'database_short' });
  expect(store.drawer).not.toBeNull();
  expect((await sell('b'))[0]).toMatchObject({ epoch: 1, seq: 4 });
  expect(await ids()).toEqual(['b', 'a', 'd']);
});

test('a number that the server has is not given again, though no copy shows it and the mark beside them was late', async () => {
  await sell('a');
  const mark = device.localStorage;
  failFile();
  await sell('b');
  await store.outbox.confirm({ epoch: 1, seq: 2, noteworthy: [] });
  device.crash();
  mendFile();
  device.localStorage = mark;
  const tables = new JournalTables(device.database);
  await tables.journal.delete(['register-1', 1, 2]);
  tables.close();
  store = await device.open();
  expect(store.bootReport.cause).toBe('not_provable');
  expect((await sell('c'))[0]?.epoch).toBe(2);
});

test('a database that was emptied is given back what the file is still owed', async () => {
  failFile();
  await sell('a');
  await wipeDatabase();
  await sell('b');
  expect(await idsInDatabase()).toEqual(['a', 'b']);
});

test('a file that was away while the server confirmed is given the newest all the same', async () => {
  failFile();
  await sell('a');
  await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
  mendFile();
  device.clock.now += HALF_A_MINUTE;
  await store.assertRoomToSell();
  device.indexedDB.faults.opensFail = true;
  failDatabase('die');
  device.clock.now += HALF_A_MINUTE;
  await sell('b');
  expect(await ids()).toEqual(['b', 'a']);
});

test('what was confirmed and pruned long ago does not come back from the file', async () => {
  await store.commit('old', saleCompleted('old', { soldAt: '2025-01-01T00:00:00Z' }));
  await store.outbox.startEpoch(2);
  await sell('a');
  await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
  await store.pruneConfirmed({ before: '2026-01-01T00:00:00Z', newest: 1 });
  await restart();
  expect(store.bootReport).toEqual({ restored: 0, cause: 'clean' });
  expect(await ids()).toEqual(['a']);
});

test('every event of a day verifies and follows from the one before', async () => {
  await store.commit('d', drawerOpened('d'));
  await sell('a', 'b', 'c');
  const events = (await store.recentEvents(10)).toReversed();
  expect(events.every(verifyEvent)).toBe(true);
  expect(events.slice(1).map((event) => event.prev_hash)).toEqual(events.slice(0, -1).map((event) => event.hash));
});
