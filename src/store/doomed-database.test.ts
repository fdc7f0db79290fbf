import { expect, test } from 'vitest';
import { enrolmentOf, saleCompleted } from '#testkit/journal-drafts.ts';
import { MemoryJournal } from '#testkit/memory-journal-rows.ts';
import { TestDevice } from '#testkit/test-device.ts';
import { openTillStore } from './open-till-store.ts';
import type { DrainableTillStore } from './till-store.ts';

interface Till {
  device: TestDevice;
  store: DrainableTillStore;
  /** So many writes of the database will meet a full disk. */
  disk: { failures: number };
}

/** A till whose database meets a full disk, as Chromium reports it, and then goes on as if nothing were. */
async function openTill(): Promise<Till> {
  const device = new TestDevice();
  const journal = new MemoryJournal();
  const disk = { failures: 0 };
  const store = await openTillStore({
    ...device.ports(),
    connectDatabase: () =>
      journal.connect(async (isWrite, run) => {
        await Promise.resolve();
        if (isWrite && disk.failures > 0) {
          disk.failures -= 1;
          const inner = new DOMException('FILE_ERROR_NO_SPACE', 'UnknownError');
          throw Object.assign(new Error('the transaction was aborted'), { inner });
        }
        return run();
      }),
  });
  await store.enrol(enrolmentOf());
  return { device, store, disk };
}

async function tillAfterFullDisk(): Promise<Till> {
  const till = await openTill();
  till.disk.failures = Number.POSITIVE_INFINITY;
  await till.store.commit('sale-1', saleCompleted('sale-1'));
  till.disk.failures = 0;
  till.device.clock.now += 31_000;
  await till.store.assertRoomToSell();
  return till;
}

test('a database that met a full disk takes what it missed, and counts as no copy of its own', async () => {
  const { store } = await tillAfterFullDisk();
  await store.commit('sale-2', saleCompleted('sale-2'));
  expect((await store.recentEvents(5)).map(({ id }) => id)).toEqual(['sale-2', 'sale-1']);
  expect(store.mode).toBe('file_only');
});

test('without the file nothing is sold on such a database: it may be lost with everything at the next start', async () => {
  const { device, store } = await tillAfterFullDisk();
  device.folder.faults.callsLeft = 0;
  await expect(store.commit('sale-2', saleCompleted('sale-2'))).rejects.toMatchObject({ reason: 'unreachable' });
  device.clock.now += 31_000;
  await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'unreachable' });
  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  device.clock.now += 31_000;
  await store.assertRoomToSell();
  expect((await store.commit('sale-2', saleCompleted('sale-2'))).seq).toBe(2);
});

test('nor is it sold where the database met the full disk at the first try of that very sale, and took it at the second', async () => {
  const { device, store, disk } = await openTill();
  device.folder.faults.callsLeft = 0;
  disk.failures = 1;
  const sell = (id: string) => store.commit(id, saleCompleted(id));
  await expect(sell('sale-1')).rejects.toMatchObject({ reason: 'unclear' });
  expect(store.mode).toBe('neither');
  await expect(sell('sale-1')).rejects.toMatchObject({ reason: 'unclear' });
  await expect(sell('sale-2')).rejects.toMatchObject({ reason: 'unreachable' });
  await expect(store.assertRoomToSell()).rejects.toMatchObject({ reason: 'unreachable' });

  device.folder.faults.callsLeft = Number.POSITIVE_INFINITY;
  expect((await sell('sale-1')).seq).toBe(1);
  expect((await sell('sale-2')).seq).toBe(2);
  expect(store.mode).toBe('file_only');
  // The browser has thrown its database away.
  device.crash();
  const again = await openTillStore({ ...device.ports(), connectDatabase: () => new MemoryJournal().connect(runs) });
  const sales = (await again.recentEvents(9)).filter(({ type }) => type === 'sale.completed');
  expect(sales.map(({ id }) => id)).toEqual(['sale-2', 'sale-1']);
});

async function runs<T>(_isWrite: boolean, run: () => T): Promise<T> {
  await Promise.resolve();
  return run();
}
