import { beforeEach, expect, test, vi } from 'vitest';
import { JournalTables } from '#store/journal-tables.ts';
import { type DrainableTillStore, StorageRefused } from '#store/till-store.ts';
import { demoCode, demoIndex } from '#testkit/demo-index.ts';
import { drawerOpened, enrolmentOf } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import type { TillPorts } from '../ports.ts';
import { createSaleDesk } from './sale-desk.ts';

/** A desk over the till's real storage, which is interrupted at the worst moments of a payment. */

const COLA = demoCode('Cola 2 L');
const WATER = demoCode('Mineral water 1.5 L');
const HALF_A_MINUTE = 31_000;
const MINUTE = 60_000;

let device: TestDevice;
let settings: Map<string, string | null>;
let hasCatalogue: boolean;
let fileOpens: { mockRestore: () => void } | null = null;
let minted = 0;

function cash(received: string) {
  minted += 1;
  return { tenderId: `cash-${String(minted)}`, method: 'cash' as const, received };
}

function deskOver(store: DrainableTillStore) {
  const used: Pick<TillPorts, 'store' | 'now' | 'newId'> & Record<'settings' | 'sender' | 'sounds', object> = {
    store,
    settings: {
      get: (key: string) => settings.get(key) ?? null,
      set: (key: string, to: string) => settings.set(key, to),
    },
    sender: { nudge: () => null },
    sounds: { good: () => null, bad: () => null },
    now: () => new Date(device.clock.now).toISOString(),
    newId: () => `id-${String((minted += 1))}`,
  };
  const drawer = {
    drawerSessionId: 'drawer',
    openedAt: '2026-03-14T12:00:00Z',
    openedBy: 'maria',
    openingFloat: '50.00',
    cashSales: '0.00',
    expectedCash: '50.00',
    salesCount: 0,
  };
  const desk = createSaleDesk({
    ports: used as TillPorts,
    index: () => (hasCatalogue ? demoIndex : null),
    person: () => ({ staff_id: 'maria', name: 'María', role: 'cashier', language: 'es', pin_verifier: '' }),
    drawer: () => drawer,
  });
  return { desk, store, state: () => desk.state.getState() };
}

type Counter = ReturnType<typeof deskOver>;

async function restart({ fileAnswers = true } = {}): Promise<Counter> {
  device.crash();
  if (!fileAnswers) {
    fileOpens = vi.spyOn(device.folder, 'open').mockRejectedValue(new Error('no answer'));
  }
  const counter = deskOver(await device.open());
  await counter.desk.resume();
  return counter;
}

/** A cola is on the sale, with 5.00 handed over for it. */
async function colaAtPay(): Promise<Counter> {
  const store = await device.open();
  await store.enrol(enrolmentOf());
  await store.commit('drawer', drawerOpened('drawer'));
  const counter = deskOver(store);
  await counter.desk.scan(COLA);
  await counter.desk.startPaying();
  await counter.desk.addTender(cash('5.00'));
  return counter;
}

async function sell({ desk }: Counter, code: string): Promise<void> {
  await desk.scan(code);
  await desk.startPaying();
  await desk.complete(cash('5.00'));
}

async function soldOn(store: DrainableTillStore): Promise<string[]> {
  const events = (await store.recentEvents(100)).toReversed();
  return events.flatMap((event) =>
    event.type === 'sale.completed'
      ? [event.body.items.map((item) => `${item.product_name.en ?? ''} ${item.quantity}`).join(', ')]
      : [],
  );
}

/** The file fails, and the database stores the sale or not, reports an error, and cannot be asked. */
async function unclearRefusal(failure: 'commit_and_fail' | 'abort' = 'commit_and_fail'): Promise<Counter> {
  const counter = await colaAtPay();
  device.folder.faults.callsLeft = 0;
  Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 1, failure, readsLeft: 1 });
  await counter.desk.complete(null);
  expect(counter.state()).toMatchObject({ stage: 'paying', storageRefused: 'unclear' });
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  device.indexedDB.faults.readsLeft = Number.POSITIVE_INFINITY;
  return counter;
}

beforeEach(() => {
  // Dexie tells the console of each fault that is made here on purpose.
  vi.spyOn(console, 'warn').mockReturnValue(undefined);
  device = new TestDevice();
  settings = new Map();
  hasCatalogue = true;
});

test('a sale that one start did not find, and that was rung up anew, does not come up again to be paid once more', async () => {
  await colaAtPay();
  device.indexedDB.faults.opensFail = true;
  const without = await restart();
  expect(without.state()).toMatchObject({ stage: 'selling', sale: null });
  await sell(without, COLA);
  without.desk.newSale();
  device.indexedDB.faults.opensFail = false;
  device.clock.now += HALF_A_MINUTE;
  await sell(without, WATER);
  const after = await restart();
  expect(after.state()).toMatchObject({
    stage: 'done',
    completed: { items: [{ product_name: { en: 'Mineral water 1.5 L' } }] },
  });
  after.desk.newSale();
  expect((await restart()).state()).toMatchObject({ stage: 'selling', sale: null });
  expect(await soldOn(after.store)).toEqual(['Cola 2 L 1', 'Mineral water 1.5 L 1']);
});

test('nor does it where the till stopped once more before its database could be told: then what was sold is shown', async () => {
  await colaAtPay();
  device.indexedDB.faults.opensFail = true;
  const without = await restart();
  await sell(without, COLA);
  expect(without.state().stage).toBe('done');
  device.indexedDB.faults.opensFail = false;
  const after = await restart();
  expect(after.state()).toMatchObject({
    stage: 'done',
    sale: null,
    completed: { items: [{ product_name: { en: 'Cola 2 L' } }] },
  });
  after.desk.newSale();
  expect((await restart()).state()).toMatchObject({ stage: 'selling', sale: null });
  expect(await soldOn(after.store)).toEqual(['Cola 2 L 1']);
});

test('a sale that the database does not show at a start, and that was not completed, is said to be missing', async () => {
  await colaAtPay();
  device.indexedDB.faults.opensFail = true;
  const without = await restart();
  expect(without.state()).toMatchObject({ stage: 'selling', sale: null, startTrouble: 'open_unsure' });
  device.indexedDB.faults.opensFail = false;
  const after = await restart();
  expect(after.state()).toMatchObject({ sale: { tenders: [{ received: '5.00' }] }, startTrouble: null });
  await after.desk.complete(null);
  after.desk.newSale();
  device.indexedDB.faults.opensFail = true;
  expect((await restart()).state()).toMatchObject({ stage: 'selling', startTrouble: null });
});

test('what is done to a sale while the database is away is there after a restart, with and without it', async () => {
  const { desk, state } = await colaAtPay();
  Object.assign(device.indexedDB.faults, { opensFail: true, writesLeft: 0, failures: 99, failure: 'die' });
  await desk.removeTender(state().sale?.tenders[0]?.tenderId ?? '');
  desk.backToSale();
  await desk.scan(WATER);
  const changed = { tenders: [], lines: [{ quantity: '1' }, { quantity: '1' }] };
  expect((await restart()).state()).toMatchObject({ sale: changed, startTrouble: null });
  Object.assign(device.indexedDB.faults, { opensFail: false, writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  const after = await restart();
  expect(after.state()).toMatchObject({ sale: changed, startTrouble: null });
});

test('what was emptied while the database was away is empty after a restart', async () => {
  const { desk, state } = await colaAtPay();
  Object.assign(device.indexedDB.faults, { opensFail: true, writesLeft: 0, failures: 99, failure: 'die' });
  await desk.removeTender(state().sale?.tenders[0]?.tenderId ?? '');
  desk.backToSale();
  await desk.emptySale();
  Object.assign(device.indexedDB.faults, { opensFail: false, writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  expect((await restart()).state()).toMatchObject({ sale: { lines: [], tenders: [] }, startTrouble: null });
});

test('nothing can be changed while it is not clear whether the sale is written down; completed again, it is there once', async () => {
  const { desk, state, store } = await unclearRefusal();
  const before = state().sale;
  await desk.removeTender(before?.tenders[0]?.tenderId ?? '');
  desk.backToSale();
  await desk.emptySale();
  await desk.scan(WATER);
  expect(state()).toMatchObject({ sale: before, stage: 'paying', storageRefused: 'unclear', unstoredScans: [WATER] });
  device.clock.now += HALF_A_MINUTE;
  await desk.complete(null);
  expect(state()).toMatchObject({ stage: 'done', completed: { payments: [{ received: '5.00', change_due: '2.32' }] } });
  desk.newSale();
  // The water is on no sale, and that is said until somebody has read it.
  expect(state()).toMatchObject({ stage: 'selling', unstoredScans: [WATER] });
  expect(await soldOn(store)).toEqual(['Cola 2 L 1']);
});

test('a sale that was put back as an open one beside its own completion is shown as done after a restart', async () => {
  const { store } = await unclearRefusal();
  device.clock.now += HALF_A_MINUTE;
  await store.outbox.nextBatch({ events: 500, bytes: 1_000_000 }, []);
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'done', sale: null, completed: { payments: [{ change_due: '2.32' }] } });
  expect(await soldOn(after.store)).toEqual(['Cola 2 L 1']);
});

test('the change of a sale that nobody saw is shown however long the power was away', async () => {
  const { desk } = await colaAtPay();
  Object.assign(device.indexedDB.faults, { writesLeft: 0, failures: 1, failure: 'die', opensFail: true });
  await desk.complete(null);
  Object.assign(device.indexedDB.faults, { writesLeft: Number.POSITIVE_INFINITY, failures: 0, opensFail: false });
  device.clock.now += 75 * MINUTE;
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'done', completed: { payments: [{ change_due: '2.32' }] } });
});

test('it is shown when the catalogue comes, where there was none at the start', async () => {
  const { desk } = await colaAtPay();
  await desk.complete(null);
  hasCatalogue = false;
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'selling', completed: null });
  hasCatalogue = true;
  await after.desk.resume();
  expect(after.state()).toMatchObject({ stage: 'done', completed: { payments: [{ change_due: '2.32' }] } });
  after.desk.newSale();
  await after.desk.resume();
  expect(after.state()).toMatchObject({ stage: 'selling', completed: null });
});

/** The sale is done in the file alone, for the database was away; at the start after it the file does not answer. */
async function shownAgain({ markIsLost = false } = {}): Promise<Counter> {
  const { desk, state, store } = await colaAtPay();
  const mark = device.localStorage;
  Object.assign(device.indexedDB.faults, { opensFail: true, writesLeft: 0, failures: 99, failure: 'die' });
  await desk.complete(null);
  expect(state().stage).toBe('done');
  expect(store.mode).toBe('file_only');
  desk.newSale();
  Object.assign(device.indexedDB.faults, { opensFail: false, writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  device.localStorage = markIsLost ? mark : device.localStorage;
  return restart({ fileAnswers: false });
}

test('a sale that may be paid, where the till cannot look, is shown as that at each start, until it is completed or given up', async () => {
  const first = await shownAgain();
  const shown = { sale: { mayBePaid: true, lines: [{ quantity: '1' }] }, completed: null };
  expect(first.state()).toMatchObject(shown);
  const again = await restart({ fileAnswers: false });
  expect(again.state()).toMatchObject(shown);
  expect(again.state().sale?.completionId).toBe(first.state().sale?.completionId);
});

test('it becomes no other sale: what is scanned is said to be on none; given up, the next customer has a sale of their own', async () => {
  const { desk, state, store } = await shownAgain();
  const before = state().sale;
  await desk.scan(WATER);
  await desk.setNote('for the next one');
  expect(state()).toMatchObject({ sale: before, unstoredScans: [WATER] });
  await desk.removeTender(before?.tenders[0]?.tenderId ?? '');
  await desk.emptySale();
  expect(state()).toMatchObject({ sale: null, unstoredScans: [WATER] });
  await desk.scan(WATER);
  expect(state().sale?.saleId).not.toBe(before?.saleId);
  expect(await store.loadOpenSale()).not.toEqual([]);
});

test('a window that another one has replaced gives nothing up, and says so', async () => {
  const { desk, state, store } = await shownAgain();
  await desk.removeTender(state().sale?.tenders[0]?.tenderId ?? '');
  const before = state().sale;
  vi.spyOn(store, 'discardOpenSale').mockRejectedValue(new StorageRefused('other_tab'));
  await desk.emptySale();
  expect(state()).toMatchObject({ sale: before, heard: { kind: 'not_stored' } });
});

test.each([[false], [true]])(
  'completed once more, both of its events get into the journal, under one sale, and the till is whole again (mark lost: %s)',
  async (markIsLost) => {
    const { desk } = await shownAgain({ markIsLost });
    await desk.startPaying();
    await desk.complete(null);
    desk.newSale();
    const after = await restart();
    expect(after.store.mode).toBe('both');
    const sales = (await after.store.recentEvents(100)).filter((event) => event.type === 'sale.completed');
    expect(new Set(sales.map(({ id }) => id)).size).toBe(2);
    expect(new Set(sales.map(({ body }) => body.transaction_id)).size).toBe(1);
    expect((await restart()).store.bootReport).toEqual({ cause: 'clean', restored: 0 });
  },
);

test('when the till can look again, it is found, and not completed a second time', async () => {
  const { desk, state, store } = await shownAgain();
  fileOpens?.mockRestore();
  device.clock.now += HALF_A_MINUTE;
  await store.outbox.nextBatch({ events: 500, bytes: 1_000_000 }, []);
  await store.outbox.gather();
  await desk.startPaying();
  expect(state()).toMatchObject({ stage: 'done', sale: null, completed: { payments: [{ change_due: '2.32' }] } });
  desk.newSale();
  expect((await restart()).state()).toMatchObject({ stage: 'selling', sale: null, completed: null });
  expect(await soldOn(store)).toEqual(['Cola 2 L 1']);
});

test('a sale that was never written down, though nobody could say so, is completed after a reload as it was paid', async () => {
  await unclearRefusal('abort');
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'paying', sale: { mayBePaid: true, tenders: [{ received: '5.00' }] } });
  await after.desk.complete(null);
  expect(after.state()).toMatchObject({ stage: 'done', completed: { payments: [{ change_due: '2.32' }] } });
  expect(await soldOn(after.store)).toEqual(['Cola 2 L 1']);
});

/** The database was away at one start, and the file is at the next: only an older sale is there to be shown. */
async function olderSaleShown({ isPaid }: { isPaid: boolean }): Promise<{ counter: Counter; saleId: string }> {
  const { saleId } = (await colaAtPay()).state().sale ?? { saleId: '' };
  device.indexedDB.faults.opensFail = true;
  const without = await restart();
  if (isPaid) {
    await sell(without, WATER);
    without.desk.newSale();
  }
  await without.desk.scan(WATER);
  device.indexedDB.faults.opensFail = false;
  return { counter: await restart({ fileAnswers: false }), saleId };
}

test('an older sale that is shown in the place of the last one does not hide that the last one cannot be shown', async () => {
  const { counter, saleId } = await olderSaleShown({ isPaid: true });
  const sale = { saleId, mayBePaid: true };
  expect(counter.state()).toMatchObject({ sale, startTrouble: 'last_hidden' });
  counter.desk.dismissStartTrouble();
  expect(counter.state()).toMatchObject({ sale, startTrouble: null });
});

test('what a start could not show is said at each start until somebody has read it', async () => {
  const { counter, saleId } = await olderSaleShown({ isPaid: true });
  expect(counter.state().startTrouble).toBe('last_hidden');
  const again = await restart({ fileAnswers: false });
  expect(again.state()).toMatchObject({ sale: { saleId }, startTrouble: 'last_hidden' });
  again.desk.dismissStartTrouble();
  expect((await restart({ fileAnswers: false })).state().startTrouble).toBeNull();
});

test('nor does a start that sees both copies take that for read, where both lack it', async () => {
  const { desk } = await colaAtPay();
  await desk.complete(null);
  desk.newSale();
  await desk.scan(WATER);
  await behindItsBack(({ journal }) => journal.where('saleId').notEqual('').delete());
  device.folder.wipe();
  settings.set('open_sale', 'the one after it');
  expect((await restart()).state()).toMatchObject({ sale: { mayBePaid: true }, startTrouble: 'last_hidden' });
  expect((await restart({ fileAnswers: false })).state().startTrouble).toBe('last_hidden');
  fileOpens?.mockRestore();
  const again = await restart();
  expect(again.state()).toMatchObject({ sale: { mayBePaid: true }, startTrouble: 'last_hidden' });
  again.desk.dismissStartTrouble();
  expect((await restart()).state()).toMatchObject({ sale: { mayBePaid: true }, startTrouble: null });
});

test('where nothing was written since, the older one shown, the one that was open is said to be missing', async () => {
  const { counter, saleId } = await olderSaleShown({ isPaid: false });
  expect(counter.state()).toMatchObject({ sale: { saleId, mayBePaid: true }, startTrouble: 'open_unsure' });
});

test('a sale made while the database was away, and hidden with the file, is warned of, not lost without a word', async () => {
  const store = await device.open();
  await store.enrol(enrolmentOf());
  await store.commit('drawer', drawerOpened('drawer'));
  const { desk } = deskOver(store);
  Object.assign(device.indexedDB.faults, { opensFail: true, writesLeft: 0, failures: 99, failure: 'die' });
  await sell({ desk } as Counter, COLA);
  Object.assign(device.indexedDB.faults, { opensFail: false, writesLeft: Number.POSITIVE_INFINITY, failures: 0 });
  const without = await restart({ fileAnswers: false });
  expect(without.state()).toMatchObject({ sale: null, completed: null, startTrouble: 'last_hidden' });
  await without.desk.scan('0000');
  expect(without.state().startTrouble).toBe('last_hidden');
  without.desk.dismissStartTrouble();
  expect(without.state().startTrouble).toBeNull();
  expect((await restart()).state()).toMatchObject({ startTrouble: null });
});

/** A row of the journal or of the open sale is changed or lost while the till is off. */
async function behindItsBack(change: (tables: JournalTables) => PromiseLike<unknown>): Promise<void> {
  device.crash();
  const tables = new JournalTables(device.database);
  await change(tables);
  tables.close();
}

test('the change of a sale whose row is damaged is not shown where no other copy answers, and the cashier is told', async () => {
  const { desk } = await colaAtPay();
  await desk.complete(null);
  await behindItsBack(({ journal }) =>
    journal
      .where('saleId')
      .notEqual('')
      .modify((row) => {
        Object.assign(row.event, { sold_at: '2001-01-01T00:00:00.000Z' });
      }),
  );
  const without = await restart({ fileAnswers: false });
  expect(without.state()).toMatchObject({ stage: 'selling', completed: null, startTrouble: 'last_hidden' });
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'done', completed: { payments: [{ change_due: '2.32' }] } });
});

test('nor is that of one whose row is gone', async () => {
  const { desk } = await colaAtPay();
  await desk.complete(null);
  await behindItsBack(({ journal }) => journal.where('saleId').notEqual('').delete());
  const without = await restart({ fileAnswers: false });
  expect(without.state()).toMatchObject({ stage: 'selling', completed: null, startTrouble: 'last_hidden' });
});

test.each([
  [
    'its first event is lost',
    ({ saleEvents }: JournalTables) => saleEvents.filter((row) => row.position === 0).delete(),
  ],
  [
    'one in its middle is lost',
    ({ saleEvents }: JournalTables) => saleEvents.filter((row) => row.position === 1).delete(),
  ],
  [
    'its last event is one that nobody knows',
    ({ saleEvents }: JournalTables) =>
      saleEvents.filter((row) => row.position === 2).modify({ event: { type: 'of_the_future' } as never }),
  ],
])('an open sale does not keep the till from starting when %s', async (_what, change) => {
  const { desk } = await colaAtPay();
  desk.backToSale();
  await behindItsBack(change);
  const after = await restart();
  expect(after.state()).toMatchObject({ stage: 'selling', sale: null, startTrouble: 'open_unreadable' });
  await sell(after, WATER);
  after.desk.newSale();
  expect(after.state().startTrouble).toBe('open_unreadable');
  after.desk.dismissStartTrouble();
  expect((await restart()).state()).toMatchObject({ sale: null, startTrouble: null });
  expect(await soldOn(after.store)).toEqual(['Mineral water 1.5 L 1']);
});

test('a till of which no copy answers does not start, and has everything when it is started again', async () => {
  const { desk } = await colaAtPay();
  await desk.complete(null);
  device.indexedDB.faults.opensFail = true;
  await expect(restart({ fileAnswers: false })).rejects.toMatchObject({ reason: 'unreachable' });
  fileOpens?.mockRestore();
  device.indexedDB.faults.opensFail = false;
  expect((await restart()).state()).toMatchObject({
    stage: 'done',
    completed: { payments: [{ change_due: '2.32' }] },
  });
});
