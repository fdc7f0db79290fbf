import { beforeEach, describe, expect, test, vi } from 'vitest';
import type { JournalEvent } from '#core/journal/journal-event.ts';
import type { SaleEvent } from '#core/sale/sale.ts';
import { drawerOpened, enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { DexieRows } from './dexie-rows.ts';
import { JournalDatabase } from './journal-database.ts';
import { JournalTables } from './journal-tables.ts';
import { openTillStore } from './open-till-store.ts';
import { DatabaseOutbox } from './outbox.ts';
import type { DrainableTillStore } from './till-store.ts';

/** One copy does not answer at a start, and may hold what nobody knows of. */

const LIMITS = { events: 500, bytes: 1_000_000 };
const HALF_A_MINUTE = 31_000;
const TEN_MINUTES = 600_000;

let device: TestDevice;
let store: DrainableTillStore;
let fileOpens: { mockRestore: () => void };

beforeEach(async () => {
  // Dexie tells the console of each fault that is made here on purpose.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  device = new TestDevice();
  store = await device.open();
  await store.enrol(enrolmentOf());
  await store.commit('d', drawerOpened('d'));
});

async function sell(...ids: string[]): Promise<JournalEvent[]> {
  const events: JournalEvent[] = [];
  for (const id of ids) {
    events.push(await store.commit(id, saleCompleted(id)));
  }
  return events;
}

type Silent = 'file' | 'database' | null;

async function startWithout(silent: Silent): Promise<void> {
  device.crash();
  device.indexedDB.faults.opensFail = silent === 'database';
  if (silent === 'file') {
    fileOpens = vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
  }
  store = await device.open();
}

/** Whatever was silent answers again, while the till is running. */
async function bothAnswer(): Promise<void> {
  fileOpens.mockRestore();
  Object.assign(device.indexedDB.faults, { opensFail: false, writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  device.clock.now += HALF_A_MINUTE;
  await store.assertRoomToSell();
}

/** What a disk does to the database while no till is running. */
async function changeTables(work: (tables: JournalTables) => PromiseLike<unknown>): Promise<void> {
  const tables = new JournalTables(device.database);
  await work(tables);
  tables.close();
}

async function sales(): Promise<{ ids: string[]; places: string[] }> {
  const events = await store.recentEvents(1000);
  const sold = events.flatMap((event) => (event.type === 'sale.completed' ? [event] : []));
  return {
    ids: sold.map(({ id }) => id).sort(),
    places: events.map(({ epoch, seq }) => `${String(epoch)}:${String(seq)}`),
  };
}

/** Sales that one copy alone takes; the mark that they leave does not get onto the disk. */
async function sellInOneCopy(silent: Exclude<Silent, null>, ...ids: string[]): Promise<void> {
  const mark = device.localStorage;
  if (silent === 'database') {
    Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 99, failure: 'abort' });
  } else {
    device.folder.faults.callsLeft = 0;
  }
  await sell(...ids);
  Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  device.localStorage = mark;
}

describe.each([
  ['file', 'database'],
  ['database', 'file'],
] as const)('what the %s alone has, and what is sold while only the %s answers', (holder, other) => {
  beforeEach(async () => {
    fileOpens = { mockRestore: () => undefined };
    await sell('a');
    await sellInOneCopy(other, 'b', 'c');
    await startWithout(holder);
    await sell('x');
  });

  test('are all there in the end, and no number is given twice', async () => {
    await bothAnswer();
    await sell('y');
    expect(store.mode).toBe('both');
    const { ids, places } = await sales();
    expect(ids).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(new Set(places).size).toBe(places.length);
    await startWithout(null);
    await sell('z');
    expect((await sales()).ids).toEqual(['a', 'b', 'c', 'x', 'y', 'z']);
    expect(store.mode).toBe('both');
  });

  test('also when the till stops before it has seen both, and starts with the other one alone', async () => {
    const mark = device.localStorage;
    await startWithout(null).then(() => startWithout(other));
    device.localStorage = mark;
    await sell('y');
    await startWithout(null);
    const { ids, places } = await sales();
    expect(ids).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(new Set(places).size).toBe(places.length);
  });
});

test('starts with either copy alone, one after the other, give each their own numbers without any mark', async () => {
  fileOpens = { mockRestore: () => undefined };
  await sell('a');
  const mark = device.localStorage;
  for (const [at, silent] of (['file', 'database', 'database', 'file', 'file', 'database'] as const).entries()) {
    device.localStorage = mark;
    await startWithout(silent);
    await sell(`s-${String(at)}`);
  }
  await startWithout(null);
  const { ids, places } = await sales();
  expect(ids).toEqual(['a', 's-0', 's-1', 's-2', 's-3', 's-4', 's-5']);
  expect(new Set(places).size).toBe(places.length);
});

test('what is written after a start with one copy alone is known to that copy first: the next such start takes no number of it', async () => {
  await sell('a');
  const mark = device.localStorage;
  await startWithout('database');
  // Now only the other one answers, which was not seen at the start.
  device.indexedDB.faults.opensFail = false;
  device.folder.faults.callsLeft = 0;
  device.clock.now += HALF_A_MINUTE;
  const refused = await store.commit('x', saleCompleted('x')).then(
    () => [],
    () => ['x'],
  );
  device.localStorage = mark;
  await startWithout('database');
  await sell('y');
  await startWithout(null);
  const { ids, places } = await sales();
  expect([...ids, ...refused].sort()).toEqual(['a', 'x', 'y']);
  expect(new Set(places).size).toBe(places.length);
  expect(store.mode).toBe('both');
});

test('a copy that answers only once the other one is gone is looked into, and the till sells on with it', async () => {
  await sell('a');
  await startWithout('database');
  device.indexedDB.faults.opensFail = false;
  device.folder.faults.callsLeft = 0;
  device.clock.now += HALF_A_MINUTE;
  await store.assertRoomToSell();
  await sell('x');

  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  await startWithout('file');
  fileOpens.mockRestore();
  Object.assign(device.indexedDB.faults, { writesLeft: 0, readsLeft: 0, failures: 999, failure: 'die' });
  device.clock.now += HALF_A_MINUTE;
  await store.assertRoomToSell();
  await sell('y');

  Object.assign(device.indexedDB.faults, { readsLeft: Number.POSITIVE_INFINITY, failures: 0 });
  await startWithout(null);
  const { ids, places } = await sales();
  expect(ids).toEqual(['a', 'x', 'y']);
  expect(new Set(places).size).toBe(places.length);
  expect(store.mode).toBe('both');
});

test.each(['file', 'database'] as const)(
  'a start that saw nothing writes nothing before it has looked into the %s, however far that has come',
  async (first) => {
    await sell('a');
    const mark = device.localStorage;
    const other = first === 'file' ? 'database' : 'file';
    await startWithout(other);
    await sell('x');
    device.localStorage = mark;

    // Who it is can be read from the database still, and then nothing more.
    device.crash();
    Object.assign(device.indexedDB.faults, { opensFail: false, readsLeft: 2, writesLeft: 0, failures: 999 });
    fileOpens = vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
    store = await device.open();
    expect(store.mode).toBe('neither');
    await expect(sell('y')).rejects.toMatchObject({ reason: 'unreachable' });

    device.clock.now += HALF_A_MINUTE;
    if (first === 'file') {
      fileOpens.mockRestore();
    } else {
      Object.assign(device.indexedDB.faults, { readsLeft: Number.POSITIVE_INFINITY, failures: 0 });
    }
    await sell('y');
    await bothAnswer();
    await sell('z');
    await startWithout(null);
    const { ids, places } = await sales();
    expect(ids).toEqual(['a', 'x', 'y', 'z']);
    expect(new Set(places).size).toBe(places.length);
  },
);

describe('a copy that answers late', () => {
  beforeEach(() => {
    fileOpens = { mockRestore: () => undefined };
  });

  const LATER = ['register-1', 8] as const;
  const isDamaged = async (tables: JournalTables) => {
    await tables.journal.delete([...LATER, 1]);
    await tables.journal.update([...LATER, 2], { 'event.actor': 'somebody else' });
    const noted = await tables.meta.get('identity');
    await tables.meta.put({ key: 'identity', value: { ...Object(noted?.value), epoch: 2 } });
  };
  const isGone = async (tables: JournalTables) => {
    await tables.journal.bulkDelete([
      [...LATER, 1],
      [...LATER, 2],
    ]);
  };

  test.each([
    ['has noted an epoch of which it shows nothing any more', isGone],
    ['has a damaged row as its newest, and no note', isDamaged],
  ])('%s: its numbers are left behind', async (_what, change) => {
    await sell('a');
    const mark = device.localStorage;
    await startWithout('file');
    await store.outbox.startEpoch(8);
    expect((await sell('w', 'x'))[1]).toMatchObject({ epoch: 8, seq: 2 });
    device.crash();
    device.localStorage = mark;
    await changeTables(change);

    await startWithout('database');
    await sell('y');
    await bothAnswer();
    expect((await sell('z'))[0]?.epoch).toBeGreaterThan(8);
  });

  test('knows a newer registration than the one that the till started with', async () => {
    await startWithout('file');
    await store.enrol({ ...enrolmentOf(), device_token: 'newer-token' });
    const mark = device.localStorage;
    device.crash();
    device.localStorage = mark;
    await startWithout('database');
    expect(store.registration?.deviceToken).not.toBe('newer-token');
    await bothAnswer();
    expect(store.registration?.deviceToken).toBe('newer-token');
    await startWithout('database');
    expect(store.registration?.deviceToken).toBe('newer-token');
  });

  test.each([
    ['file', 'database'],
    ['database', 'file'],
  ] as const)(
    '%s: an epoch that is noted beside an older registration takes no newer one away',
    async (holder, other) => {
      await startWithout(other);
      await store.enrol({ ...enrolmentOf(), device_token: 'newer-token' });
      device.clock.now += TEN_MINUTES;
      await startWithout(holder);
      await sell('x');
      expect(store.registration?.deviceToken).not.toBe('newer-token');
      await startWithout(holder);
      await bothAnswer();
      expect(store.registration?.deviceToken).toBe('newer-token');
      await sell('y');
      for (const silent of ['file', 'database', null] as const) {
        await startWithout(silent);
        expect(store.registration?.deviceToken).toBe('newer-token');
      }
    },
  );

  test('has noted an epoch that is read before what stands in it: nothing is written in that one here', async () => {
    await sell('a');
    const mark = device.localStorage;
    await startWithout('database');
    expect((await sell('b', 'c'))[1]).toMatchObject({ epoch: 3, seq: 2 });
    device.crash();
    device.localStorage = mark;
    await startWithout('file');
    fileOpens.mockRestore();
    await sell('x');
    device.channel().post({ type: 'journal_changed' });
    await sell('y');
    await bothAnswer();
    await startWithout(null);
    const { ids, places } = await sales();
    expect(ids).toEqual(['a', 'b', 'c', 'x', 'y']);
    expect(new Set(places).size).toBe(places.length);
  });

  test('does not keep the till from selling in an epoch that the service worker was given meanwhile', async () => {
    await startWithout('file');
    await sell('x');
    const channel = device.channel();
    const database = new JournalDatabase(() => new DexieRows(device.database));
    await new DatabaseOutbox(database, () => {
      channel.post({ type: 'journal_changed' });
    }).startEpoch(3);
    expect((await sell('y'))[0]).toMatchObject({ epoch: 4, seq: 1 });
  });

  test('has it that this device became another register: that is not written over, and holds at the next start', async () => {
    await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
    Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 999, failure: 'abort' });
    await store.enrol(enrolmentOf({ registerId: 'register-2' }));
    device.crash();
    Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
    const opening = vi.spyOn(device.folder, 'open').mockRejectedValueOnce(new Error('no answer'));
    store = await device.open();
    opening.mockRestore();
    expect(store.registration?.registerId).toBe('register-1');
    await startWithout(null);
    expect(store.registration?.registerId).toBe('register-2');
  });

  test('says only while it is compared at the start who this register is: a newer registration there holds at once', async () => {
    await startWithout('database');
    await store.enrol({ ...enrolmentOf(), device_token: 'newer-token' });
    device.crash();
    device.indexedDB.faults.opensFail = false;
    const ports = device.ports();
    const silent = () => Promise.reject(new Error('no answer'));
    vi.spyOn(ports.journalFile, 'readCopy').mockImplementationOnce(silent).mockImplementationOnce(silent);
    store = await openTillStore(ports);
    expect(store.registration?.deviceToken).toBe('newer-token');
  });

  test('was registered with a clock that was decades ahead: what is registered once it answers is newer', async () => {
    device.clock.now += 40 * 365 * 86_400_000;
    await startWithout('database');
    await store.enrol({ ...enrolmentOf(), device_token: 'token-of-the-future' });
    device.clock.now -= 40 * 365 * 86_400_000;
    await startWithout('file');
    fileOpens.mockRestore();
    device.clock.now += HALF_A_MINUTE;
    await store.enrol({ ...enrolmentOf(), device_token: 'newer-token' });
    expect(store.registration?.deviceToken).toBe('newer-token');
    await startWithout(null);
    expect(store.registration?.deviceToken).toBe('newer-token');
  });

  test('shows the drawer open, of which a start that saw nothing knew nothing: it is open', async () => {
    await sell('a');
    device.crash();
    Object.assign(device.indexedDB.faults, { readsLeft: 2, writesLeft: 0, failures: 999 });
    fileOpens = vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
    store = await device.open();
    expect(store.drawer).toBeNull();
    const shown: (string | undefined)[] = [];
    store.subscribe(() => shown.push(store.drawer?.openingFloat));
    await bothAnswer();
    expect(store.drawer?.openingFloat).toBe('50.00');
    expect(shown.at(-1)).toBe('50.00');
  });

  test('was opened anew before it was seen: what was written here since stands', async () => {
    await startWithout('file');
    await store.commit('d-2', drawerOpened('d-2', '20.00'));
    const mark = device.localStorage;
    await startWithout('database');
    device.localStorage = mark;
    await store.commit('d-3', drawerOpened('d-3', '30.00'));
    await bothAnswer();
    expect(store.drawer?.openingFloat).toBe('30.00');
  });
});

describe('a sale that was left for another one, begun in an epoch that nothing was written in', () => {
  const noted: SaleEvent = { type: 'sale.noted', note: null };

  async function leaveOne(): Promise<void> {
    fileOpens = { mockRestore: () => undefined };
    await sell('a');
    await startWithout('database');
    await store.appendSaleEvent('left', noted);
    await startWithout(null);
    expect(await store.loadOpenSale(await store.recentEvents(10))).toHaveLength(1);
    Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 99, failure: 'abort' });
  }

  /** What is open after one was sold that the file alone took, and a start that sees both. */
  async function openAfterSale(): Promise<SaleEvent[]> {
    expect((await sell('b'))[0]).toMatchObject({ epoch: 1 });
    Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
    await startWithout(null);
    return store.loadOpenSale(await store.recentEvents(10));
  }

  test('does not come up again', async () => {
    await leaveOne();
    await store.appendSaleEvent('sale-of-b', noted);
    expect(await openAfterSale()).toEqual([]);
  });

  test('does not come up again where no copy took a key of that other one, nor that it was left', async () => {
    await leaveOne();
    expect(await openAfterSale()).toEqual([]);
  });
});

test('a file that takes what it is given and does not give what it has is not read through at each sale', async () => {
  await sellInOneCopy('database', 'a');
  device.crash();
  const ports = device.ports();
  const reads = vi.spyOn(ports.journalFile, 'read').mockRejectedValue(new Error('no answer'));
  store = await openTillStore(ports);
  reads.mockClear();
  for (const id of ['b', 'c', 'e']) {
    await store.assertRoomToSell();
    await sell(id);
  }
  expect(reads.mock.calls.length).toBeLessThan(2);
  reads.mockRestore();
  device.clock.now += HALF_A_MINUTE;
  await store.assertRoomToSell();
  expect(store.mode).toBe('both');
  expect((await sales()).ids).toEqual(['a', 'b', 'c', 'e']);
});

test('an epoch that both were seen for and only one can note is one that starts with the other one alone do not take', async () => {
  for (const [copy, epoch] of [
    ['file', 2],
    ['database', 3],
  ] as const) {
    device = new TestDevice();
    store = await device.open();
    await store.enrol(enrolmentOf());
    await sell('a');
    device.folder.faults.callsLeft = copy === 'file' ? 0 : Number.POSITIVE_INFINITY;
    Object.assign(
      device.indexedDB.faults,
      copy === 'database' ? { writesLeft: 0, failures: 999, failure: 'abort' } : {},
    );
    await store.outbox.startEpoch(2);
    expect((await sell('b'))[0]).toMatchObject({ epoch, seq: 1 });
  }
});

test('a till that starts on a full disk sells in the slots that are kept for that, though nothing else can be noted', async () => {
  await sell('a');
  const mark = device.localStorage;
  for (const id of ['b', 'c']) {
    device.crash();
    device.localStorage = mark;
    device.folder.faults.capacity = 0;
    Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 999, failure: 'abort' });
    store = await device.open();
    expect(store.silentCopy).toBe('database');
    await store.assertRoomToSell();
    await sell(id);
  }
  Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  await startWithout(null);
  const { ids, places } = await sales();
  expect(ids).toEqual(['a', 'b', 'c']);
  expect(new Set(places).size).toBe(places.length);
});

test('a device that has become another register has to note the epoch of that one anew', async () => {
  const answer = enrolmentOf();
  await store.outbox.startEpoch(7);
  await store.outbox.confirm({ epoch: 1, seq: 1, noteworthy: [] });
  vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
  await store.enrol({ ...answer, register: { ...answer.register, register_id: 'register-2' } });
  expect((await sell('b'))[0]).toMatchObject({ register_id: 'register-2', epoch: 2 });
});

test('a browser that has no such files goes on in the same epoch at each start', async () => {
  const without = () => {
    const ports = { ...device.ports(), hasFiles: false };
    Object.assign(ports.journalFile, { open: () => Promise.reject(new Error('no such files here')) });
    return openTillStore(ports);
  };
  await sell('a');
  device.crash();
  store = await without();
  expect((await sell('b'))[0]).toMatchObject({ epoch: 1, seq: 3 });
});

test('a device that is no register has no silent copy, and a register whose copies answer has none either', async () => {
  expect((await new TestDevice().open()).silentCopy).toBeNull();
  expect(store.silentCopy).toBeNull();
  await startWithout('database');
  expect(store.silentCopy).toBe('database');
  await startWithout('file');
  expect(store.silentCopy).toBe('file');
});

describe('a damaged row', () => {
  beforeEach(async () => {
    await sell('a', 'b');
    device.crash();
    await changeTables((tables) => tables.journal.update(['register-1', 1, 2], { 'event.actor': 'somebody else' }));
    await startWithout('file');
  });

  const sent = async () => (await store.outbox.nextBatch(LIMITS, []))?.events.map(({ id, actor }) => [id, actor]);

  test('is not sent as it is while the file, silent since the start, may have it whole', async () => {
    expect(await sent()).toEqual([['d', 'staff-ana']]);
    fileOpens.mockRestore();
    device.clock.now += HALF_A_MINUTE;
    expect((await sent())?.map(([id]) => id)).toEqual(['d', 'a', 'b']);
    expect((await sent())?.map(([, actor]) => actor)).not.toContain('somebody else');
  });

  test('is sent as it is when the file has not answered for a long time: the rest must not wait for ever', async () => {
    device.clock.now += TEN_MINUTES;
    expect((await sent())?.map(([id]) => id)).toEqual(['d', 'a', 'b']);
  });
});

test('a file that knows of a record and does not give it is not blamed on the database', async () => {
  await sellInOneCopy('database', 'a');
  device.crash();
  const ports = device.ports();
  Object.assign(ports.journalFile, { read: () => Promise.reject(new Error('no answer')) });
  store = await openTillStore(ports);
  expect(store.drawer).not.toBeNull();
  expect(store.mode).toBe('database_only');
});

test('an emptied database is no second copy before it was compared with a file that was silent when it was filled', async () => {
  device.crash();
  const ports = device.ports();
  store = await openTillStore(ports);
  await sell('a');
  device.indexedDB.deleteDatabase('journal');
  await new JournalTables(device.database).open();
  vi.spyOn(ports.journalFile, 'keys').mockRejectedValueOnce(new Error('no answer in time'));
  await sell('b');
  expect(store.mode).toBe('database_only');
  await store.assertRoomToSell();
  expect(store.mode).toBe('both');
  await startWithout('file');
  expect((await sales()).ids).toEqual(['a', 'b']);
});
