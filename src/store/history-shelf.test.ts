import { beforeEach, describe, expect, test } from 'vitest';
import { sealEvent } from '#core/journal/chain.ts';
import { GENESIS_HASH, type JournalEvent } from '#core/journal/journal-event.ts';
import { FaultyIndexedDB } from '#testkit/faulty-indexed-db.ts';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { HistoryShelf } from './history-shelf.ts';
import { openTillStore } from './open-till-store.ts';
import type { DrainableTillStore } from './till-store.ts';

let device: TestDevice;
let history: HistoryShelf;

beforeEach(() => {
  device = new TestDevice();
  history = openHistory();
});

function openHistory(): HistoryShelf {
  const place = { name: 'history', indexedDB: device.indexedDB, IDBKeyRange: FaultyIndexedDB.keyRange };
  return new HistoryShelf(place, { probe: () => Promise.resolve() });
}

/** A sale that another device, or this one before it was wiped, made as the register. */
function past(id: string, seq: number, registerId = 'register-1'): JournalEvent {
  const draft = saleCompleted(id)({ epoch: 1, seq, saleNumber: seq, newestAt: null });
  return sealEvent(draft, { registerId, epoch: 1, seq, prevHash: GENESIS_HASH });
}

/** The register on a device that was wiped: in an epoch of its own. */
async function enrolledAgain(): Promise<DrainableTillStore> {
  const store = await openTillStore({ ...device.ports(), history });
  await store.enrol(enrolmentOf({ epoch: 2 }));
  return store;
}

const keep = (...events: JournalEvent[]) =>
  history.keepPage(events, { registerId: 'register-1', before: null, done: true });
const recent = async (store: DrainableTillStore, limit = 9) =>
  (await store.recentEvents(limit)).map(({ epoch, id }) => `${String(epoch)} ${id}`);

describe('a till that was wiped and connected again', () => {
  test('finds what the server gave back, behind what it sold itself', async () => {
    const store = await enrolledAgain();
    await keep(past('a', 1), past('b', 2));
    await store.commit('c', saleCompleted('c'));
    expect(await recent(store)).toEqual(['2 c', '1 b', '1 a']);
    expect(await recent(store, 2)).toEqual(['2 c', '1 b']);
    expect((await store.findEvent('sale-of-a'))?.id).toBe('a');
    expect((await store.findEvent('b'))?.seq).toBe(2);
    expect(await store.findEvent('nobody')).toBeNull();
  });

  test('begins its own numbers, and sends nothing of what came back', async () => {
    const store = await enrolledAgain();
    await keep(past('a', 1), past('b', 2));
    const c = await store.commit('c', saleCompleted('c'));
    expect([c.epoch, c.seq]).toEqual([2, 1]);
    expect((await store.unsent()).events).toBe(1);
    const batch = await store.outbox.nextBatch({ events: 99, bytes: 99_999 }, []);
    expect(batch?.events.map(({ id }) => id)).toEqual(['c']);
  });

  test('still finds it after a restart', async () => {
    const store = await enrolledAgain();
    await keep(past('a', 1));
    await store.close();
    history.close();
    history = openHistory();
    const again = await openTillStore({ ...device.ports(), history });
    expect(await recent(again)).toEqual(['1 a']);
  });

  test('tells each event once, whether it was wiped or not', async () => {
    const store = await enrolledAgain();
    const c = await store.commit('c', saleCompleted('c'));
    await keep(past('a', 1), c);
    expect(await recent(store)).toEqual(['2 c', '1 a']);
  });

  test('sells on when what came back is gone, or belongs to another register', async () => {
    const store = await enrolledAgain();
    await keep(past('a', 1, 'register-2'));
    expect(await recent(store)).toEqual([]);
    expect(await store.findEvent('a')).toBeNull();
    history.close();
    const c = await store.commit('c', saleCompleted('c'));
    expect(await recent(store)).toEqual(['2 c']);
    expect(await store.findEvent(c.id)).toEqual(c);
    expect(await store.findEvent('a')).toBeNull();
  });
});
